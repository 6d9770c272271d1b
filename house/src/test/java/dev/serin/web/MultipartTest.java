package dev.serin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartTest {
  private static final String TYPE = "multipart/form-data; boundary=\"cut here\"";

  /** A part as a test writes and reads it. */
  private record Piece(String name, String file, String content) {}

  private static Ask ask(String type) {
    Wire wire =
        new Wire() {
          @Override
          public String method() {
            return "POST";
          }

          @Override
          public String rawPath() {
            return "/";
          }

          @Override
          public String rawQuery() {
            return "";
          }

          @Override
          public Optional<String> header(String name) {
            return name.equals("Content-Type") ? Optional.of(type) : Optional.empty();
          }

          @Override
          public OptionalLong length() {
            return OptionalLong.empty();
          }

          @Override
          public InputStream body() {
            return InputStream.nullInputStream();
          }
        };
    return new Ask(wire, "1", "http://localhost", HttpSettings.DEFAULT, () -> false);
  }

  private static List<Piece> read(String type, InputStream body) {
    Multipart form = Multipart.of(ask(type), body);
    List<Piece> pieces = new ArrayList<>();
    for (var part = form.next(); part.isPresent(); part = form.next()) {
      String content = new String(part.get().bytes(1 << 20), StandardCharsets.ISO_8859_1);
      pieces.add(new Piece(part.get().name(), part.get().file().orElse("-"), content));
    }
    return pieces;
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void fieldsAndFilesComeInTheirOrder() {
    String form =
        """
        a preamble that nobody reads
        --cut here
        Content-Disposition: form-data; name="epochs"

        10
        --cut here\t
        content-type: image/png
        CONTENT-DISPOSITION: form-data; name=file; filename="a \\"b\\".png"

        --cut her
        --cut here
        Content-Disposition: form-data; name="none"; filename=""


        --cut here--
        an epilogue
        """;

    assertThat(read(TYPE, body(form)))
        .containsExactly(
            new Piece("epochs", "-", "10"),
            new Piece("file", "a \"b\".png", "--cut her"),
            new Piece("none", "", ""));
  }

  @Test
  void whatIsNoFormIsRefused() {
    String head = "--cut here\nContent-Disposition: form-data; name=\"a\"\n\n";
    for (String wrong :
        List.of(
            "",
            "nothing",
            "--cut here",
            head + "never ends",
            head + "\n--cut here?",
            "--cut here\nContent-Type: text/plain\n\nx\n--cut here--",
            "--cut here\nContent-Disposition: form-data\n\nx\n--cut here--",
            "--cut here\n" + "X: y\n".repeat(5000))) {
      assertThatThrownBy(() -> read(TYPE, body(wrong)))
          .as(wrong)
          .isInstanceOfSatisfying(
              Problem.Raised.class,
              raised -> assertThat(raised.problem().code()).isEqualTo("MULTIPART_INVALID"));
    }
    assertThatThrownBy(() -> read("multipart/form-data", body(head)))
        .hasMessageContaining("boundary");
    assertThatThrownBy(() -> read("application/json; boundary=x", body(head)))
        .hasMessageContaining("multipart/form-data");
  }

  @Test
  void aPartThatIsTooLargeIsRefusedWhileItArrives() {
    Multipart form =
        Multipart.of(
            ask(TYPE),
            body("--cut here\nContent-Disposition: form-data; name=\"a\"\n\nabcdef\n--cut here--"));

    assertThatThrownBy(() -> form.next().orElseThrow().bytes(5))
        .hasMessageContaining("BODY_TOO_LARGE");
  }

  @Test
  void contentThatLooksLikeABoundaryStaysContentHoweverItArrives() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      List<Piece> pieces = new ArrayList<>();
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        StringBuilder content = new StringBuilder();
        for (int k = random.nextInt(40); k > 0; k--) {
          content.append(
              List.of("\r", "\n", "--", "--x", "\r\n--", "\r\n-", "y").get(random.nextInt(7)));
        }
        if (random.nextInt(3) == 0) {
          content.append("z".repeat(random.nextInt(150_000)));
        }
        String text = content.toString().replace("\r\n--xy", "");
        pieces.add(new Piece("p" + i, "f", text));
        form.writeBytes(
            ("--xyz\r\nContent-Disposition: form-data; name=\"p"
                    + i
                    + "\"; filename=f\r\n\r\n"
                    + text
                    + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
      }
      form.writeBytes("--xyz--".getBytes(StandardCharsets.ISO_8859_1));

      assertThat(read("multipart/form-data; boundary=xyz", drops(form.toByteArray(), random)))
          .isEqualTo(pieces);
    }
  }

  /** A stream that gives as few bytes at a time as it likes. */
  private static InputStream drops(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int count) {
        return super.read(target, offset, Math.min(count, 1 + random.nextInt(20_000)));
      }
    };
  }

  @Test
  void damagedFormsAreReadOrRefusedAndNothingElse() {
    byte[] whole =
        "--cut here\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nab\r\n--cut here--"
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, whole.length - random.nextInt(3) * random.nextInt(20));
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(read(TYPE, new ByteArrayInputStream(bytes))).hasSizeLessThan(3);
      } catch (Problem.Raised raised) {
        assertThat(raised.problem().code()).isEqualTo("MULTIPART_INVALID");
      }
    }
  }
}
