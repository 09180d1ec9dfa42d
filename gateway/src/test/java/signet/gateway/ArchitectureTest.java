package signet.gateway;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules between the packages, as ARCHITECTURE.md states them. */
@AnalyzeClasses(packages = "signet.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("signet.gateway.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule IMPORTS_GO_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("signet.gateway..")
          .layer("wiring")
          .definedBy("signet.gateway")
          .layer("proxy")
          .definedBy("signet.gateway.proxy")
          .layer("forward")
          .definedBy("signet.gateway.forward")
          .layer("management")
          .definedBy("signet.gateway.management")
          .layer("access")
          .definedBy("signet.gateway.access")
          .layer("upstream")
          .definedBy("signet.gateway.upstream")
          .layer("config")
          .definedBy("signet.gateway.config")
          .layer("route")
          .definedBy("signet.gateway.route")
          .layer("mint")
          .definedBy("signet.gateway.mint")
          .layer("txn")
          .definedBy("signet.gateway.txn")
          .layer("what imports nothing")
          .definedBy(
              "signet.gateway.framing",
              "signet.gateway.header",
              "signet.gateway.live",
              "signet.gateway.observe")
          .whereLayer("wiring")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("proxy")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("forward")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("management")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("access")
          .mayOnlyBeAccessedByLayers("wiring", "proxy", "forward")
          .whereLayer("upstream")
          .mayOnlyBeAccessedByLayers("wiring", "proxy", "management")
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("wiring", "proxy", "management", "upstream")
          .whereLayer("route")
          .mayOnlyBeAccessedByLayers("wiring", "proxy", "forward", "access", "config")
          .whereLayer("mint")
          .mayOnlyBeAccessedByLayers(
              "wiring", "proxy", "forward", "access", "config", "route", "txn")
          .whereLayer("txn")
          .mayOnlyBeAccessedByLayers("wiring", "forward")
          .whereLayer("what imports nothing")
          .mayOnlyBeAccessedByLayers("wiring", "proxy", "forward");
}
