package signet.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "signet.server", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("signet.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule IMPORTS_GO_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("signet.server..")
          .layer("wiring")
          .definedBy("signet.server")
          .layer("endpoint")
          .definedBy("signet.server.endpoint")
          .layer("grant")
          .definedBy("signet.server.grant")
          .layer("login")
          .definedBy("signet.server.login")
          .layer("token")
          .definedBy("signet.server.token")
          .layer("store")
          .definedBy("signet.server.store")
          .layer("redis")
          .definedBy("signet.server.redis")
          .layer("config")
          .definedBy("signet.server.config")
          .whereLayer("wiring")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("endpoint")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("grant")
          .mayOnlyBeAccessedByLayers("wiring", "endpoint")
          .whereLayer("login")
          .mayOnlyBeAccessedByLayers("wiring", "grant")
          .whereLayer("token")
          .mayOnlyBeAccessedByLayers("wiring", "grant", "endpoint")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("redis")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("wiring");

  @ArchTest
  static final ArchRule ONLY_ENDPOINT_AND_ADMIN_KNOW_HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackages("signet.server", "signet.server.endpoint", "signet.server.admin")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..");
}
