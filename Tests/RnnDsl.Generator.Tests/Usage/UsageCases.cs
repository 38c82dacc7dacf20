namespace RnnDsl.Generator.Tests.Usage;

/// <summary>Every rule about the use of a model, broken at least once.</summary>
internal static class UsageCases
{
    public static readonly IReadOnlyList<UsageCase> All =
    [
        // Dimensions.
        new("RNN601",
            "var model = new ImageLstm(); var image = rand(28, 28);\nmodel.call(«image»);",
            "'ImageLstm.call' reads vectors [batch, time, 28], and 'image' is [28, 28], from 'rand(28, 28)'. One sequence alone becomes a batch with .unsqueeze(0); one step of a batch goes to 'Step', or becomes a sequence with .unsqueeze(1).",
            "var model = new ImageLstm(); var image = rand(28, 28);\nmodel.call(image.unsqueeze(0));"),
        new("RNN601",
            "var model = new CharLstm();\nmodel.Step(«zeros(8, 20, dtype: ScalarType.Int64)»);",
            "'CharLstm.Step' reads int64 tokens [batch], and 'zeros(8, 20, dtype: ScalarType.Int64)' is [8, 20]. That is a sequence: pass it to 'call', or take one step of it with .select(1, t).",
            "var model = new CharLstm();\nmodel.Step(zeros(8, 20, dtype: ScalarType.Int64).select(1, 0));"),
        new("RNN601",
            "var model = new CharLstm(); var text = randint(0, 65, [8, 20]);\nmodel.call(«nn.functional.one_hot(text, 65)»);",
            "'CharLstm.call' reads int64 tokens [batch, time], and 'nn.functional.one_hot(text, 65)' is [8, 20, 65], from 'randint(0, 65, [8, 20])'. Tokens are integers, not one-hot vectors: write .argmax(-1) behind it.",
            "var model = new CharLstm(); var text = randint(0, 65, [8, 20]);\nmodel.call(text);"),
        new("RNN601",
            "new Rows().call(«zeros(32, 28, 28)»);",
            "'Rows.call' reads images [batch, 1, 28, 28], and 'zeros(32, 28, 28)' is [32, 28, 28]. Add the channels with .unsqueeze(1), or the batch with .unsqueeze(0).",
            "new Rows().call(zeros(32, 28, 28).unsqueeze(1));"),
        new("RNN601",
            "var model = new ImageLstm(); var batch = rand(64, 1, 28, 28);\nmodel.call(«batch»);",
            "'ImageLstm.call' reads vectors [batch, time, 28], and 'batch' is [64, 1, 28, 28], from 'rand(64, 1, 28, 28)'. Give it 3 dimensions.",
            "var model = new ImageLstm(); var batch = rand(64, 1, 28, 28);\nmodel.call(batch.squeeze(1));"),

        // Sizes.
        new("RNN602",
            "var model = new Speech();\nmodel.call(«rand(8, 100, 39)»);",
            "'Speech.call' reads vectors [batch, time, 40], and 'rand(8, 100, 39)' is [8, 100, 39]. [Features] says what is read: change it, or the tensor.",
            "var model = new Speech();\nmodel.call(rand(8, 100, 40));"),
        new("RNN602",
            "var frames = rand(8, 40, 100);\nnew Speech().call(«frames»);",
            "'Speech.call' reads vectors [batch, time, 40], and 'frames' is [8, 40, 100], from 'rand(8, 40, 100)'. The features come last: write .transpose(1, 2) behind it.",
            "var frames = rand(8, 40, 100);\nnew Speech().call(frames.transpose(1, 2));"),
        new("RNN602",
            "var lower = new CharLstm(); var upper = new Upper();\nvar (output, _) = lower.call(x);\nupper.call(«output»);",
            "'Upper.call' reads vectors [batch, time, 16], and 'output' is [?, ?, 65], from 'lower.call(x)'. 'lower.call(x)' returns 65 features: put [Linear] of the size that is read on top of that model, or write the size it has into [Features].",
            "var lower = new Upper(); var upper = new Speech();\nvar (output, _) = lower.call(x);\nupper.call(cat([output, x], 2));"),

        // Tokens and features.
        new("RNN603",
            "var model = new CharLstm(); var tokens = zeros(8, 20);\nvar (output, state) = model.call(«tokens»);",
            "'CharLstm.call' reads int64 tokens [batch, time], and 'tokens' is float32 [8, 20], from 'zeros(8, 20)'. Make it of integers: dtype: ScalarType.Int64.",
            "var model = new CharLstm(); var tokens = zeros(8, 20, dtype: ScalarType.Int64);\nvar (output, state) = model.call(tokens);"),
        new("RNN603",
            "var pixels = randint(0, 256, [32, 28, 28]);\nnew ImageLstm().call(«pixels»);",
            "'ImageLstm.call' reads vectors [batch, time, 28], and 'pixels' is int64 [32, 28, 28], from 'randint(0, 256, [32, 28, 28])'. Convert it: .to(ScalarType.Float32).",
            "var pixels = randint(0, 256, [32, 28, 28]);\nnew ImageLstm().call(pixels.to(ScalarType.Float32) / 255);"),

        // The dtype of the weights.
        new("RNN604",
            "var model = new Forecast(); var series = tensor(new double[] { 0.1, 0.2, 0.3 }).reshape(1, 1, 3);\nmodel.call(«series»);",
            "'Forecast.call' computes in float32, and 'series' is float64 [1, 1, 3], from 'tensor(new double[] { 0.1, 0.2, 0.3 })'. Convert one of the two: series.to(ScalarType.Float32), or new Forecast(..., dtype: ScalarType.Float64).",
            "var model = new Forecast(dtype: ScalarType.Float64); var series = tensor(new double[] { 0.1, 0.2, 0.3 }).reshape(1, 1, 3);\nmodel.call(series);"),

        // Time first.
        new("RNN605",
            "var batch = nn.utils.rnn.pad_sequence(sequences);\nnew ImageLstm().call(«batch»);",
            "'ImageLstm.call' reads vectors [batch, time, 28], and 'batch', from 'nn.utils.rnn.pad_sequence(sequences)', has time before the batch. Write batch_first: true.",
            "var batch = nn.utils.rnn.pad_sequence(sequences, batch_first: true);\nnew ImageLstm().call(batch);"),

        // Lengths.
        new("RNN606",
            "new ImageLstm().call(x, «ones(8)»);",
            "'ImageLstm.call' reads lengths as int64 [batch], and 'ones(8)' is float32 [8]. Count the valid steps of each sequence in integers: dtype: ScalarType.Int64.",
            "new ImageLstm().call(x, ones(8, dtype: ScalarType.Int64));"),
        new("RNN606",
            "var frames = rand(100, 8, 40); var lengths = tensor(new long[] { 100, 90, 80, 70, 60, 50, 40, 30 });\nnew Speech().call(frames, «lengths»);",
            "'Speech.call' reads lengths as int64 [100], and 'lengths' is int64 [8], from 'tensor(new long[] { 100, 90, 80, 70, 60, 50, 40, 30 })'. The input is [100, 8, 40] and looks time first: write .transpose(0, 1) behind it.",
            "var frames = rand(100, 8, 40); var lengths = tensor(new long[] { 100, 90, 80, 70, 60, 50, 40, 30 });\nnew Speech().call(frames.transpose(0, 1), lengths);"),

        // One batch.
        new("RNN607",
            "var model = new CharLstm(); var state = model.InitialState(4);\nmodel.call(zeros(8, 20, dtype: ScalarType.Int64), state: «state»);",
            "'CharLstm.call' is given a batch of 8 in 'zeros(8, 20, dtype: ScalarType.Int64)' and of 4 in 'state'. Write InitialState(8).",
            "var model = new CharLstm(); var state = model.InitialState(8);\nmodel.call(zeros(8, 20, dtype: ScalarType.Int64), state: state);"),
        new("RNN607",
            "var model = new Translator(); var source = zeros(1, 5, dtype: ScalarType.Int64); var target = zeros(3, 7, dtype: ScalarType.Int64);\nmodel.call(source, null, «target»);",
            "'Translator.call' is given a batch of 1 in 'source' and of 3 in 'target'. Give one target for each source.",
            "var model = new Translator(); var source = zeros(1, 5, dtype: ScalarType.Int64); var target = zeros(3, 7, dtype: ScalarType.Int64);\nmodel.call(source.expand(3, 5), null, target);"),

        // States.
        new("RNN608",
            "var small = new Sized(65, 128); var large = new Sized(65, 256);\nvar (_, state) = small.call(x);\nlarge.call(x, state: «state»);",
            "'Sized.call' reads the state of 'large' with Hidden of size 256, and 'state' is that of 'small' with Hidden of size 128. Give each model the state that it returned itself.",
            "var small = new Sized(65, 128); var large = new Sized(65, 256);\nvar (_, state) = large.call(x);\nlarge.call(x, state: state);"),
        new("RNN609",
            "var first = new CharLstm(); var second = new CharLstm();\nvar (_, state) = first.call(x);\nsecond.Step(x, «state»);",
            "'CharLstm.Step' is given 'state', the state that 'first' returned: its values mean something to the weights of 'first' alone. Give 'second' a state of its own.",
            "var first = new CharLstm(); var second = first;\nvar (_, state) = first.call(x);\nsecond.Step(x, state);"),
        new("RNN609",
            "var first = new Translator(); var second = new Translator();\nvar (memory, state) = first.Encode(x); var (_, other) = second.Encode(x);\nsecond.Step(x, «memory», other);",
            "'Translator.Step' is given 'memory', the memory that 'first' returned: its values mean something to the weights of 'first' alone. Give 'second' a memory of its own.",
            "var first = new Translator();\nvar (memory, state) = first.Encode(x);\nfirst.Decoder.Step(x, memory, state);"),
        new("RNN609",
            "var first = new Translator(); var second = new Translator();\nvar (memory, _) = first.Encode(x);\nsecond.Decoder.InitialState(«memory»);",
            "'TargetDecoder.InitialState' is given 'memory', the memory that 'first' returned: its values mean something to the weights of 'first' alone. Give 'second' a memory of its own.",
            "var first = new Translator(); var second = new Translator();\nvar (memory, _) = second.Encode(x);\nsecond.Decoder.InitialState(memory);"),

        // Names.
        new("RNN610",
            "Tensor source = x, target = x;\nnew Translator().call(«target», null, source);",
            "'Translator.call' reads (source, sourceLengths, target), and is given 'target' as source and 'source' as target. Swap the two.",
            "Tensor source = x, target = x;\nnew Translator().call(source, null, target);"),

        // Losses.
        new("RNN611",
            "var model = new ImageLstm(); var output = model.call(rand(8, 28, 28)); var labels = tensor(new[] { 1, 2, 3, 4, 5, 6, 7, 8 });\nmodel.Loss(output, «labels»);",
            "'ImageLstm.Loss' reads target as int64 classes [batch], and 'labels' is int32 [8], from 'tensor(new[] { 1, 2, 3, 4, 5, 6, 7, 8 })'. Convert it: .to(ScalarType.Int64).",
            "var model = new ImageLstm(); var output = model.call(rand(8, 28, 28)); var labels = tensor(new long[] { 1, 2, 3, 4, 5, 6, 7, 8 });\nmodel.Loss(output, labels);"),
        new("RNN611",
            "var model = new CharLstm(); var (output, _) = model.call(zeros(8, 20, dtype: ScalarType.Int64));\nmodel.Loss(«output.argmax(-1)», x);",
            "'CharLstm.Loss' reads output as floating-point numbers [batch, time, 65], and 'output.argmax(-1)' is int64 [8, 20], from 'model.call(zeros(8, 20, dtype: ScalarType.Int64))'. Give it the scores that 'call' returned, before any argmax.",
            "var model = new CharLstm(); var (output, _) = model.call(zeros(8, 20, dtype: ScalarType.Int64));\nmodel.Loss(output, x);"),
        new("RNN612",
            "var model = new CharLstm();\nmodel.Loss(«nn.functional.softmax(model.call(x).Output, -1)», x);",
            "'CharLstm.Loss' computes the softmax itself, and 'nn.functional.softmax(model.call(x).Output, -1)' went through a softmax before. Give it the scores that 'call' returned.",
            "var model = new CharLstm();\nmodel.Loss(model.call(x).Output, x);"),
        new("RNN612",
            "var model = new Speech();\nmodel.Loss(model.call(x, x).Output, x, x, «model.OutputLengths(x)»);",
            "'Speech.Loss' computes the output's lengths from those of the input itself, and 'model.OutputLengths(x)' is what OutputLengths returned. Give it the lengths that 'call' was given.",
            "var model = new Speech();\nmodel.Loss(model.call(x, x).Output, x, x, x);"),

        // Ranges.
        new("RNN613",
            "var text = randint(0, 100, [8, 20]);\nnew CharLstm().call(«text»);",
            "'CharLstm.call' reads tokens from 0 to 64, and 'text' has tokens up to 99. [Embedding] has a vocabulary of 65: raise it, or lower the tokens.",
            "var text = randint(0, 65, [8, 20]);\nnew CharLstm().call(text);"),
        new("RNN613",
            "var model = new ImageLstm();\nmodel.Loss(model.call(x), «tensor(new long[] { 1, 10 })»);",
            "'ImageLstm.Loss' reads classes from 0 to 9, and 'tensor(new long[] { 1, 10 })' has class 10. The last layer has 10 outputs, one for each class: count classes from 0, or raise its size.",
            "var model = new ImageLstm();\nmodel.Loss(model.call(x), tensor(new long[] { 1, 9 }));"),
    ];
}
