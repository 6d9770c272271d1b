package dev.serin.stories;

import org.junit.jupiter.api.Nested;

/** All families of {@code fixtures/}, each with a server of its own. */
class FixturesTest {

  @Nested
  class ScikitLearn161 extends FixturesStory {
    ScikitLearn161() {
      super("sklearn-1.6.1");
    }
  }

  @Nested
  class ScikitLearn191 extends FixturesStory {
    ScikitLearn191() {
      super("sklearn-1.9.1");
    }
  }

  @Nested
  class Keras3 extends FixturesStory {
    Keras3() {
      super("keras-3");
    }
  }

  @Nested
  class Keras2 extends FixturesStory {
    Keras2() {
      super("keras-2");
    }
  }

  @Nested
  class Keras21 extends FixturesStory {
    Keras21() {
      super("keras-2.1");
    }
  }

  @Nested
  class OnnxByHand extends FixturesStory {
    OnnxByHand() {
      super("onnx-helper");
    }
  }

  @Nested
  class OnnxOfScikitLearn extends FixturesStory {
    OnnxOfScikitLearn() {
      super("onnx-skl2onnx");
    }
  }

  @Nested
  class OnnxOfTensorFlow extends FixturesStory {
    OnnxOfTensorFlow() {
      super("onnx-tf2onnx");
    }
  }

  @Nested
  class TensorFlow221 extends FixturesStory {
    TensorFlow221() {
      super("savedmodel-tf2.21");
    }
  }

  @Nested
  class TensorFlow215 extends FixturesStory {
    TensorFlow215() {
      super("savedmodel-tf2.15");
    }
  }

  @Nested
  class TensorFlow115 extends FixturesStory {
    TensorFlow115() {
      super("savedmodel-tf1.15");
    }
  }
}
