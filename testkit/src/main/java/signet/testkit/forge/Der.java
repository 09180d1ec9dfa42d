package signet.testkit.forge;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The few DER forms that public keys, certificates and ECDSA signatures need. */
final class Der {
  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(0x31, parts);
  }

  static byte[] integer(BigInteger number) {
    return tagged(0x02, number.toByteArray());
  }

  static byte[] bitString(byte[] bytes) {
    return tagged(0x03, new byte[1], bytes);
  }

  static byte[] utf8(String text) {
    return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] utcTime(String text) {
    return tagged(0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] nothing() {
    return new byte[] {5, 0};
  }

  /** An object identifier given as its DER content in hexadecimal. */
  static byte[] oid(String hex) {
    return tagged(0x06, new BigInteger(hex, 16).toByteArray());
  }

  static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = body.size();
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] lengthBytes = Base64Url.shortest(BigInteger.valueOf(length));
      out.write(0x80 | lengthBytes.length);
      out.writeBytes(lengthBytes);
    }
    out.writeBytes(body.toByteArray());
    return out.toByteArray();
  }
}
