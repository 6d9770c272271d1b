package dev.serin.app;

import dev.serin.cli.Screen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays a start and some calls once, so that the JVM can note down which classes and profiles a
 * start needs. Run by the build only; arguments: a scratch folder and a folder of models.
 */
public final class Rehearsal {
  private static final int CALLS = 300;
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final List<String> PATHS =
      List.of("/livez", "/readyz", "/models", "/v2/models/iris", "/metrics");
  private static final String BODY =
      "{\"id\":\"1\",\"inputs\":[{\"name\":\"input-0\",\"shape\":[1,4],\"datatype\":\"FP64\","
          + "\"data\":[5.1,3.5,1.4,0.2]}]}";

  private Rehearsal() {}

  /** Plays once and ends. */
  public static void main(String[] words) throws IOException, InterruptedException {
    Map<String, String> flags =
        Map.of("data", Path.of(words[0]).resolve("data").toString(), "port", "0");
    Settings.Told told =
        new Settings.Told(Optional.of(words[1]), flags, Map.of(), Optional.empty());
    if (!(Settings.of(told) instanceof Settings.Outcome.Good(Settings settings))) {
      throw new IllegalStateException("the rehearsal's own settings are wrong");
    }
    Screen screen = Screen.system();
    Main.run(List.of("version"), screen);
    Main.run(List.of("versoin"), screen); // its exceptions must be linked to be cached
    Main.run(List.of("serve", "--prot", "1"), screen);
    Main.run(List.of("inspect", words[1] + "/iris.pkl"), screen);
    try (House house = House.open(settings);
        HttpClient client = HttpClient.newHttpClient()) {
      URI at = URI.create("http://127.0.0.1:" + house.port());
      URI infer = at.resolve("/v2/models/iris/infer");
      new Catalogue(house, settings).lines().forEach(screen.out()::println);
      for (String path : PATHS) {
        ask(client, HttpRequest.newBuilder(at.resolve(path)));
      }
      for (int i = 0; i < CALLS; i++) {
        ask(client, HttpRequest.newBuilder(infer).POST(HttpRequest.BodyPublishers.ofString(BODY)));
      }
    }
    System.exit(0);
  }

  private static void ask(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request.timeout(LONGEST).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
  }
}
