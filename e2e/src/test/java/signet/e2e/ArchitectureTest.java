package signet.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules between modules, as ARCHITECTURE.md draws them, on everything that ships. */
final class ArchitectureTest {
  /** What each module may import of Signet, beside itself. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "testkit", Set.of(),
          "jose", Set.of(),
          "bearer", Set.of("jose"),
          "spring", Set.of("jose", "bearer"),
          "runtime", Set.of("jose"),
          "server", Set.of("jose", "bearer", "runtime"),
          "gateway", Set.of("jose", "bearer", "runtime"),
          "cli", Set.of("jose", "bearer", "runtime", "server", "gateway", "testkit"));

  private static JavaClasses signet;

  @BeforeAll
  static void importMainClasses() {
    signet =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("signet");
  }

  static Set<String> modules() {
    return MAY_IMPORT.keySet();
  }

  @Test
  void everyModuleThatShipsHasARule() {
    assertThat(signet.stream().map(ArchitectureTest::module).distinct())
        .contains("jose", "bearer", "spring", "runtime", "server", "gateway", "cli", "testkit")
        .isSubsetOf(MAY_IMPORT.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void importsGoOneWay(String module) {
    Set<String> allowed = MAY_IMPORT.get(module);
    classes()
        .that()
        .resideInAPackage("signet." + module + "..")
        .should(
            onlyImport(
                "only " + allowed + " of Signet",
                target -> module(target).equals(module) || allowed.contains(module(target))))
        .allowEmptyShould(true)
        .check(signet);
  }

  @Test
  void onlyTheCommandLineForgesTokensAndUsesNothingElseOfTheTestkit() {
    classes()
        .that()
        .resideOutsideOfPackage("signet.testkit..")
        .should(
            onlyImport(
                "nothing of testkit but its forge",
                target ->
                    !module(target).equals("testkit")
                        || target.getPackageName().startsWith("signet.testkit.forge")))
        .check(signet);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("signet.(**)").should().beFreeOfCycles().check(signet);
  }

  @Test
  void internalPackagesAreUsedWithinTheirModuleOnly() {
    classes()
        .should(
            new ArchCondition<>("use internal packages of their own module only") {
              @Override
              public void check(JavaClass source, ConditionEvents events) {
                source.getDirectDependenciesFromSelf().stream()
                    .filter(to -> to.getTargetClass().getPackageName().contains(".internal"))
                    .filter(to -> to.getTargetClass().getPackageName().startsWith("signet."))
                    .filter(to -> !module(to.getTargetClass()).equals(module(source)))
                    .forEach(
                        to -> events.add(SimpleConditionEvent.violated(to, to.getDescription())));
              }
            })
        .check(signet);
  }

  @Test
  void whatUsersEmbedNeedsNothingButTheJdk() {
    noClasses()
        .that()
        .resideInAnyPackage("signet.jose..", "signet.bearer..", "signet.testkit..")
        .and()
        // Its container brings the Servlet API.
        .resideOutsideOfPackage("signet.bearer.servlet..")
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<JavaClass>("are neither Signet's nor the JDK's") {
              @Override
              public boolean test(JavaClass target) {
                String name = target.getBaseComponentType().getPackageName();
                return !target.getBaseComponentType().isPrimitive()
                    && !name.matches("(signet|java|javax)(\\..*)?")
                    // Annotations for the compiler's null checks, absent at run time.
                    && !name.equals("org.jspecify.annotations");
              }
            })
        .check(signet);
  }

  private static ArchCondition<JavaClass> onlyImport(String words, Predicate<JavaClass> allowed) {
    return new ArchCondition<>("import " + words) {
      @Override
      public void check(JavaClass source, ConditionEvents events) {
        source.getDirectDependenciesFromSelf().stream()
            .filter(
                to ->
                    to.getTargetClass()
                        .getBaseComponentType()
                        .getPackageName()
                        .startsWith("signet."))
            .filter(to -> !allowed.test(to.getTargetClass().getBaseComponentType()))
            .forEach(to -> events.add(SimpleConditionEvent.violated(to, to.getDescription())));
      }
    };
  }

  /** The module of a class: the word after {@code signet}. */
  private static String module(JavaClass type) {
    String[] names = type.getBaseComponentType().getPackageName().split("\\.", -1);
    return names.length < 2 ? "" : names[1];
  }
}
