package dev.serin.facade.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.web.Client;
import dev.serin.web.TestHouse;
import org.junit.jupiter.api.Test;

class ToolRoutesTest {

  @Test
  void aModelIsListedActivatedAskedAndDeactivated() {
    try (TestHouse house = new TestHouse(ToolRoutes::of).register("iris", "sum");
        Client client = new Client(house.port())) {
      String base = "http://127.0.0.1:" + house.port();
      assertThat(client.get("/models").body())
          .isEqualTo(
              "[{\"model_name\":\"iris\",\"status\":\"inactive\","
                  + "\"model_path\":\"models/iris.txt\",\"predict_url\":null}]");
      assertThat(client.get("/help").body())
          .isEqualTo("{\"message\":\"No models currently active.\"}");
      assertThat(client.get("/help/ui").body()).contains("No models currently active.");
      assertThat(client.get("/status/iris").body())
          .isEqualTo("{\"model_name\":\"iris\",\"active\":false}");

      assertThat(client.post("/activate/iris", "").body())
          .isEqualTo(
              "{\"message\":\"Model iris activated\",\"predict_endpoint\":\"/predict/iris\"}");
      assertThat(client.post("/activate/iris", "").body())
          .isEqualTo("{\"message\":\"Model already active\"}");
      assertThat(client.get("/status/iris").body())
          .isEqualTo("{\"model_name\":\"iris\",\"active\":true}");
      assertThat(client.get("/models").body())
          .contains("\"status\":\"active\"", "\"predict_url\":\"" + base + "/predict/iris\"");

      assertThat(client.post("/predict/iris", "{\"input\":[1,2,3,4]}").body())
          .isEqualTo(
              "{\"status\":\"success\",\"destination\":\"none\",\"prediction\":[10.0],"
                  + "\"model_version\":\"1\",\"model_used\":\"current\"}");
      assertThat(client.post("/predict/iris", "{\"input\":[[1,2,3,4],[5,6,7,8]]}").body())
          .contains("\"prediction\":[10.0,26.0]");

      assertThat(client.post("/deactivate/iris", "").body())
          .isEqualTo("{\"message\":\"Model iris deactivated\"}");
      assertThat(client.post("/deactivate/iris", "").body())
          .isEqualTo("{\"message\":\"Model already inactive\"}");
      assertThat(client.post("/predict/iris", "{\"input\":[1,2,3,4]}").status()).isEqualTo(404);
    }
  }

  @Test
  void whatIsUnknownIsToldInTheToolsWords() {
    try (TestHouse house = new TestHouse(ToolRoutes::of);
        Client client = new Client(house.port())) {
      var status = client.get("/status/nope");
      var activate = client.post("/activate/nope", "");
      var predict = client.post("/predict/nope", "{\"input\":[1]}");

      assertThat(status.status()).isEqualTo(404);
      assertThat(status.text("error")).isEqualTo("Model not found");
      assertThat(activate.status()).isEqualTo(400);
      assertThat(activate.text("error")).isEqualTo("Model not found in registry");
      assertThat(predict.status()).isEqualTo(404);
      assertThat(predict.text("error")).isEqualTo("Model 'nope' not active");
      assertThat(client.post("/deactivate/nope", "").text("message"))
          .isEqualTo("Model already inactive");
      assertThat(client.get("/test").body()).isEqualTo("The Model Server is ALIVE!");
    }
  }

  @Test
  void aModelFailureShowsTheExpectedInput() {
    try (TestHouse house = new TestHouse(ToolRoutes::of).active("iris", "sum");
        Client client = new Client(house.port())) {
      var wrong = client.post("/predict/iris", "{\"input\":[1,2,3]}");

      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.body())
          .startsWith("{\"model\":\"iris\",\"status\":\"error\",\"error\":\"")
          .contains("\"expected_input\":{\"shape\":[4],\"type\":\"float64\",\"details\":{");
      assertThat(client.post("/predict/iris", "{\"inputs\":[1]}").text("error"))
          .isEqualTo("the body has no 'input'");
      assertThat(client.post("/predict/iris", "{\"input\":[1,2,3,-1e9]}").text("error"))
          .isEqualTo("Input contains a value too small");
      assertThat(client.post("/predict/iris", "{\"input\":[1,2").status()).isEqualTo(400);
      assertThat(client.post("/predict/iris", "{\"input\":" + "[".repeat(100_000)).status())
          .isEqualTo(400);
    }
  }

  @Test
  void aFileThatIsRefusedIsListedAndItsActivationSaysWhy() {
    try (TestHouse house = new TestHouse(ToolRoutes::of);
        Client client = new Client(house.port())) {
      client.post("/serin/v1/models/wrong/versions", "bad");
      client.post("/serin/v1/models/noise/versions", "nothing known");

      assertThat(client.get("/models").body()).contains("\"model_name\":\"wrong\"");
      assertThat(client.post("/activate/wrong", "").text("error"))
          .startsWith("Failed to load model: the class 'x.Y' is not known")
          .contains("leave it out");
      assertThat(client.post("/activate/noise", "").text("error"))
          .isEqualTo("Unsupported or invalid model");
    }
  }

  @Test
  void helpDescribesActiveModelsForPeople() {
    try (TestHouse house =
            new TestHouse(ToolRoutes::of)
                .active("<b>x & y", "sum")
                .active("net", "net")
                .active("mixed", "mixed");
        Client client = new Client(house.port())) {
      var help = client.get("/help");
      var page = client.get("/help/ui").body();

      assertThat(help.body())
          .startsWith("{\n    \"message\": \"")
          .contains("\"input_shape\": [\n                    null,\n")
          .contains(
              "\"type\": \"Scikit-learn\"", "\"type\": \"ONNX\"", "\"input_type\": \"float32\"")
          .contains("/predict/%3Cb%3Ex%20%26%20y");
      assertThat(page)
          .contains("&lt;b&gt;x &amp; y", "More Info", "Back", "directory:models")
          .doesNotContain("<b>x", "https://", "//cdn");
      assertThat(client.get("/ui/help.js").status()).isEqualTo(200);
      assertThat(client.post("/predict/%3Cb%3Ex%20%26%20y", "{\"input\":[1,2,3,4]}").status())
          .isEqualTo(200);
      assertThat(client.post("/predict/mixed", "{\"input\":{\"age\":1,\"city\":\"Bern\"}}").body())
          .contains("\"prediction\":[5.0]");
      assertThat(client.post("/predict/net", "{\"input\":[[1,2],[3,4]]}").body())
          .contains("\"prediction\":[[10.0]]");
    }
  }
}
