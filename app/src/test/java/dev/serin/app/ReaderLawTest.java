package dev.serin.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the rooms that read models cannot do, because nothing in them could do it. */
class ReaderLawTest {
  private static final String[] READING = {
    "dev.serin.reader..",
    "dev.serin.runtime..",
    "dev.serin.graph..",
    "dev.serin.kernel..",
    "dev.serin.tensor.."
  };

  /** Keeps and opens graphs that were converted here, in files of our own. */
  private static final String CACHE =
      "dev\\.serin\\.runtime\\.(NetEngine|NetPredictor|Conversions|ConvertedNet|Encoded)\\b.*";

  /** Starts the isolated Python process, which is off by default. */
  private static final String WORKER = "dev.serin.runtime.worker..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.serin");

  @Test
  void whatReadsModelsOpensNoFilesSocketsOrProcesses() {
    noClasses()
        .that()
        .resideInAnyPackage(READING)
        .and()
        .resideOutsideOfPackage(WORKER)
        .and()
        .haveNameNotMatching(CACHE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.Process.*")
        .check(CLASSES);
  }

  @Test
  void whatReadsModelsLoadsAndRunsNoCode() {
    noClasses()
        .that()
        .resideInAnyPackage(READING)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "javax.script..", "javax.tools..", "java.rmi..")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.foreign..", "java.lang.classfile..", "javax.naming..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.Object(Input|Output).*|java\\.lang\\.ClassLoader")
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .orShould()
        .callMethod(System.class, "load", String.class)
        .orShould()
        .callMethod(System.class, "loadLibrary", String.class)
        .check(CLASSES);
  }
}
