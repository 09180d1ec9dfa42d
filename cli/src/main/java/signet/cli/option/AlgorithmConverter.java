package signet.cli.option;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import signet.jose.jwa.JwsAlgorithm;

/** A signature algorithm by its JOSE name; {@code none} is not one. */
public final class AlgorithmConverter implements ITypeConverter<JwsAlgorithm> {
  @Override
  public JwsAlgorithm convert(String value) {
    return JwsAlgorithm.fromWireName(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is no algorithm; there are " + namesInWords()));
  }

  private static String namesInWords() {
    return Arrays.stream(JwsAlgorithm.values())
        .map(JwsAlgorithm::wireName)
        .collect(Collectors.joining(", "));
  }
}
