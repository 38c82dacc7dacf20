using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>The rules of stateless layers, each broken at least once.</summary>
internal static class LayerRuleCases
{
    private const string VectorUse = "var model = new M(); Tensor y = model.forward(x); y = model.call(x); var (z, state) = model.Step(x);";

    private const string VectorOnly = "var model = new M(); Tensor y = model.forward(x); y = model.call(x);";

    private const string StepsOnly = "var model = new M(); var (y, state) = model.forward(x); (y, state) = model.call(x, state: state.Detach()); state = model.InitialState(2);";

    private const string OneSize = "var model = new M(8); var (y, state) = model.call(x);";

    public static readonly IReadOnlyList<RuleCase> All =
    [
        new("RNN115",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(«\"Wrap\"»)] public partial class M { private static Tensor Warp(Tensor x) => x; }",
            "[Apply] names the method 'Wrap', which 'M' does not have. Did you mean 'Warp'? Write nameof(Warp).",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(nameof(Warp))] public partial class M { private static Tensor Warp(Tensor x) => x; }"),

        new("RNN115",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(«\"forward\"»)] public partial class M;",
            "[Apply] names the method 'forward', which 'M' does not have. Declare 'Tensor Method(Tensor x)' in the class and write nameof(Method).",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M;"),

        new("RNN116",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(«nameof(Scale)»)] public partial class M { private static Tensor Scale(Tensor x, double by) => x * by; }",
            "[Apply] calls 'Scale', which is 'Tensor Scale(Tensor x, double by)' and not a function from a tensor to a tensor. Declare it as 'Tensor Scale(Tensor x)', or as 'Tensor Scale(Tensor x, Tensor? lengths)'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(nameof(Scale))] public partial class M { private static Tensor Scale(Tensor x) => x * 0.5; }"),

        new("RNN116",
            "#nullable enable\n[SequenceModel] [Features(3)] [Lstm(4)] [Apply(«nameof(Scale)»)] public partial class M { private static Tensor Scale(Tensor x, Tensor lengths) => x * lengths; }",
            "[Apply] calls 'Scale', which is 'Tensor Scale(Tensor x, Tensor lengths)' and not a function from a tensor to a tensor. Declare it as 'Tensor Scale(Tensor x)', or as 'Tensor Scale(Tensor x, Tensor? lengths)'.",
            "#nullable enable\n[SequenceModel] [Features(3)] [Lstm(4)] [Apply(nameof(Scale))] public partial class M { private static Tensor Scale(Tensor x, Tensor? lengths) => lengths is null ? x : x * lengths; }") { Use = StepsOnly },

        new("RNN117",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(«typeof(Dropout2d[])»)] public partial class M;",
            "[Module] names 'Dropout2d[]', which is no nn.Module<Tensor, Tensor>. Derive it from nn.Module<Tensor, Tensor>, or name a module that does.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(typeof(Square))] public partial class M; public sealed class Square() : nn.Module<Tensor, Tensor>(nameof(Square)) { public override Tensor forward(Tensor input) => input * input; }"),

        new("RNN117",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(«typeof(Square)»)] public partial class M; public sealed class Square { public Tensor Of(Tensor x) => x * x; }",
            "[Module] names 'Square', which is no nn.Module<Tensor, Tensor>. Derive it from nn.Module<Tensor, Tensor>, or name a module that does.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(typeof(Square))] public partial class M; public sealed class Square() : nn.Module<Tensor, Tensor>(nameof(Square)) { public override Tensor forward(Tensor input) => input * input; }"),

        new("RNN118",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(«typeof(Scale)»)] public partial class M; public sealed class Scale(double by) : nn.Module<Tensor, Tensor>(nameof(Scale)) { public override Tensor forward(Tensor input) => input * by; }",
            "[Module] names 'Scale', which the generated constructor cannot make: it has no constructor without parameters, nor one that takes the number of features. Give it 'public Scale(long features)', or one without parameters.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(typeof(Scale))] public partial class M; public sealed class Scale(double by = 2) : nn.Module<Tensor, Tensor>(nameof(Scale)) { public override Tensor forward(Tensor input) => input * by; }"),

        new("RNN117",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(«typeof(Top)»)] public partial class M; [SequenceModel] [Features(4)] [Gru(4)] public partial class Top;",
            "[Module] names 'Top', which is no nn.Module<Tensor, Tensor>. It is a model, which is no layer of another: write its layers here, or call it in a method of this class and write [Apply(nameof(Method))].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(nameof(OnTop))] public partial class M { private readonly Top _top = new(); partial void OnConstructed() => register_module(\"top\", _top); "
                + "private Tensor OnTop(Tensor x) => _top.call(x).Output; } [SequenceModel] [Features(4)] [Gru(4)] public partial class Top;"),

        new("RNN117",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(«typeof(Own)»)] public partial class M; [Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class Own;",
            "[Module] names 'Own', which is no nn.Module<Tensor, Tensor>. It is a cell: write [Recurrent(typeof(Own), size)].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Recurrent(typeof(Own), 5)] public partial class M; [Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class Own;"),

        new("RNN118",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(«typeof(Scale)»)] public partial class M; public class Factor() : nn.Module<Tensor, Tensor>(nameof(Scale)) { public required double By { get; init; } "
                + "public override Tensor forward(Tensor input) => input * By; } public sealed class Scale : Factor;",
            "[Module] names 'Scale', which the generated constructor cannot make: its member 'By' is required. Remove 'required', or set it in the constructor and put [SetsRequiredMembers] on that.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(typeof(Scale))] public partial class M; public sealed class Scale : nn.Module<Tensor, Tensor> { "
                + "[System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Scale() : base(nameof(Scale)) { } public required double By { get; init; } = 2; public override Tensor forward(Tensor input) => input * By; }"),

        new("RNN118",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(«typeof(Scale)»)] public partial class M; public sealed class Scale : nn.Module<Tensor, Tensor> { "
                + "[System.Obsolete(\"Give it a factor.\", error: true)] public Scale() : base(nameof(Scale)) { } public override Tensor forward(Tensor input) => input * 2; }",
            "[Module] names 'Scale', which the generated constructor cannot make: its constructor is marked [Obsolete] as an error. Remove the mark, or give it another 'public Scale(long features)' without one.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(typeof(Scale))] public partial class M; public sealed class Scale : nn.Module<Tensor, Tensor> { "
                + "[System.Obsolete(\"Give it a factor.\", error: true)] public Scale(long features) : base(nameof(Scale)) { } public Scale() : base(nameof(Scale)) { } public override Tensor forward(Tensor input) => input * 2; }"),

        new("RNN118",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(«typeof(Base)»)] public partial class M; public abstract class Base() : nn.Module<Tensor, Tensor>(\"base\"); public sealed class Scale() : Base { public override Tensor forward(Tensor input) => input; }",
            "[Module] names 'Base', which the generated constructor cannot make: it is abstract. Name a class that derives from it.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(typeof(Scale))] public partial class M; public abstract class Base() : nn.Module<Tensor, Tensor>(\"base\"); public sealed class Scale() : Base { public override Tensor forward(Tensor input) => input; }"),

        new("RNN118",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(«typeof(Own)»)] public partial class M; file sealed class Own() : nn.Module<Tensor, Tensor>(\"own\") { public override Tensor forward(Tensor input) => input; }",
            "[Module] names 'Own', which the generated constructor cannot make: it is visible in its own file only. Declare it without 'file'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Module(typeof(Own))] public partial class M; internal sealed class Own() : nn.Module<Tensor, Tensor>(\"own\") { public override Tensor forward(Tensor input) => input; }"),

        new("RNN160",
            "[SequenceModel] [Embedding(10, 8, Name = \"embed\")] [Lstm(8)] [Linear(10, «TiedTo = \"embd\"»)] public partial class M;",
            "[Linear] is tied to \"embd\", which is no [Embedding] of 'M'. Write TiedTo = \"embed\".",
            "[SequenceModel] [Embedding(10, 8, Name = \"embed\")] [Lstm(8)] [Linear(10, TiedTo = \"embed\")] public partial class M;"),

        new("RNN160",
            "[SequenceModel] [Features(8)] [Lstm(8, Name = \"lstm\")] [Linear(10, «TiedTo = \"lstm\"»)] public partial class M;",
            "[Linear] is tied to \"lstm\", which is no [Embedding] of 'M'. Begin with [Embedding(vocabulary, features)], or remove TiedTo.",
            "[SequenceModel] [Features(8)] [Lstm(8, Name = \"lstm\")] [Linear(10)] public partial class M;"),

        new("RNN161",
            "[SequenceModel] [Features(3)] [Conv1d(4, «Kernel = 0»)] [Lstm(4)] public partial class M;",
            "[Conv1d] has Kernel = 0, which must be at least 1. Write 1 or more, or remove the setting for 3.",
            "[SequenceModel] [Features(3)] [Conv1d(4, Kernel = 1)] [Lstm(4)] public partial class M;"),

        new("RNN161",
            "[SequenceModel] [Image(1, 8, 8)] [Conv2d(4, «Stride = -1»)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[Conv2d] has Stride = -1, which must be at least 1. Write 1 or more, or remove the setting for 1.",
            "[SequenceModel] [Image(1, 8, 8)] [Conv2d(4, Stride = 1)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN161",
            "[SequenceModel] [Image(1, 8, 8)] [MaxPool2d(«0»)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[MaxPool2d] has Size = 0, which must be at least 1. Write 1 or more.",
            "[SequenceModel] [Image(1, 8, 8)] [MaxPool2d(2)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN161",
            "[SequenceModel] [Image(1, 8, 8)] [MaxPool2d(2, «Stride = 0»)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[MaxPool2d] has Stride = 0, which must be at least 1. Write 1 or more, or remove the setting for the window's own size.",
            "[SequenceModel] [Image(1, 8, 8)] [MaxPool2d(2, Stride = 1)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN162",
            "[SequenceModel] [Image(1, 8, 8)] [Conv2d(4, «Padding = ConvolutionPadding.Causal»)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[Conv2d] has Padding = ConvolutionPadding.Causal, and an image has no time. Write ConvolutionPadding.Same or ConvolutionPadding.Valid.",
            "[SequenceModel] [Image(1, 8, 8)] [Conv2d(4, Padding = ConvolutionPadding.Valid)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN163",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(29)] [Ctc(«Blank = 29»)] public partial class M;",
            "[Ctc] has Blank = 29, but the output has 29 classes, 0 to 28. Write the class that stands for no label.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(29)] [Ctc(Blank = 28)] public partial class M;"),

        new("RNN163",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(\"labels = 5\")] [Ctc(«Blank = -1»)] public partial class M;",
            "[Ctc] has Blank = -1, but classes are counted from 0. Write the class that stands for no label.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(\"labels = 5\")] [Ctc] public partial class M;"),

        new("RNN164",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [Classify(«LabelSmoothing = 10»)] public partial class M;",
            "[Classify] has LabelSmoothing = 10, and label smoothing is at least 0 and less than 1. Write a number from 0 up to, but not including, 1, such as 0.1 (10 % is 0.1).",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [Classify(LabelSmoothing = 0.1)] public partial class M;"),

        new("RNN165",
            "[SequenceModel] [Embedding(10, 8, «PaddingIndex = 10»)] [Lstm(4)] public partial class M;",
            "[Embedding] has PaddingIndex = 10, but the table has 10 rows, so its tokens are 0 to 9. Write the token that stands for padding, or remove the setting.",
            "[SequenceModel] [Embedding(10, 8, PaddingIndex = 9)] [Lstm(4)] public partial class M;"),

        new("RNN165",
            "[SequenceModel] [Embedding(\"words = 10\", 8, «PaddingIndex = -2»)] [Lstm(4)] public partial class M;",
            "[Embedding] has PaddingIndex = -2, but tokens are counted from 0. Write the token that stands for padding, or remove the setting.",
            "[SequenceModel] [Embedding(\"words = 10\", 8, PaddingIndex = 2)] [Lstm(4)] public partial class M;"),

        new("RNN163",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(\"labels = 5\")] [Ctc(«Blank = 5»)] public partial class M;",
            "[Ctc] has Blank = 5, but the output has 5 classes by default, 0 to 4. Write the class that stands for no label.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(\"labels\")] [Ctc(Blank = 5)] public partial class M;") { RightUse = "var model = new M(6); var (y, state) = model.call(x);" },

        new("RNN165",
            "[SequenceModel] [Embedding(\"vocab = 50\", 128, «PaddingIndex = 100»)] [Lstm(4)] public partial class M;",
            "[Embedding] has PaddingIndex = 100, but the table has 50 rows by default, so its tokens are 0 to 49. Write the token that stands for padding, or remove the setting.",
            "[SequenceModel] [Embedding(\"vocab = 101\", 128, PaddingIndex = 100)] [Lstm(4)] public partial class M;"),

        new("RNN165",
            "[SequenceModel] [Embedding(1, 8, «PaddingIndex = 1»)] [Lstm(4)] public partial class M;",
            "[Embedding] has PaddingIndex = 1, but the table has 1 row, so its one token is 0. Write the token that stands for padding, or remove the setting.",
            "[SequenceModel] [Embedding(1, 8, PaddingIndex = 0)] [Lstm(4)] public partial class M;"),

        new("RNN167",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Dropout(«0»)] public partial class M;",
            "[Dropout] has a probability of 0, so it does nothing. Write a number between 0 and 1, such as 0.3, or remove [Dropout].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Dropout(0.1)] public partial class M;"),

        new("RNN167",
            "[SequenceModel] [Image(1, 8, 8)] [MaxPool2d(«1»)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[MaxPool2d] has a window of 1, so it does nothing. Write a window of 2 or more, or remove [MaxPool2d].",
            "[SequenceModel] [Image(1, 8, 8)] [MaxPool2d(1, Stride = 2)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN166",
            "[SequenceModel] [Features(3)] [Conv1d(4, Kernel = 1, «Dilation = 2»)] [Lstm(4)] public partial class M;",
            "[Conv1d] has Dilation = 2 but Kernel = 1, and a window of one step has nothing to spread. Write a wider Kernel, or remove Dilation.",
            "[SequenceModel] [Features(3)] [Conv1d(4, Kernel = 2, Dilation = 2)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN210",
            "[SequenceModel] [Embedding(10, 8, Name = \"embed\")] [Lstm(16)] [Linear(10, «TiedTo = \"embed\"»)] public partial class M;",
            "[Linear] reads 16 features, but it is tied to 'embed', whose rows have 8. Put [Linear(8)] above it, or make the layer above it give 8, or remove TiedTo.",
            "[SequenceModel] [Embedding(10, 8, Name = \"embed\")] [Lstm(16)] [Linear(8)] [Linear(10, TiedTo = \"embed\")] public partial class M;"),

        new("RNN210",
            "[SequenceModel] [Embedding(\"words\", \"size\", Name = \"embed\")] [Lstm(\"size\")] [Linear(«\"labels\"», TiedTo = \"embed\")] public partial class M;",
            "[Linear] gives labels features, but it is tied to 'embed', whose number of rows is words. Write [Linear(\"words\", TiedTo = \"embed\")], or remove TiedTo.",
            "[SequenceModel] [Embedding(\"words\", \"size\", Name = \"embed\")] [Lstm(\"size\")] [Linear(\"words\", TiedTo = \"embed\")] public partial class M;") { Use = "var model = new M(5, 6, 7); var (y, state) = model.call(x);", RightUse = "var model = new M(5, 6); var (y, state) = model.call(x);" },

        new("RNN211",
            "[SequenceModel] [Image(1, 8, 8)] [«Conv2d(4)»] [Lstm(4)] public partial class M;",
            "[Conv2d] gives images, [batch, 4, 8, 8], and [Lstm] below it reads the features of a step. Put [FlattenToSequence] between them.",
            "[SequenceModel] [Image(1, 8, 8)] [Conv2d(4)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN211",
            "[SequenceModel] [Image(1, 8, 8)] [«Activation(Activation.Relu)»] [Linear(3)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[Activation] gives images, [batch, 1, 8, 8], and [Linear] below it reads the features of a step. Put [FlattenToSequence] between them.",
            "[SequenceModel] [Image(1, 8, 8)] [Activation(Activation.Relu)] [FlattenToSequence] [Linear(3)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN212",
            "[SequenceModel] [Features(3)] [«Conv2d(4)»] [Lstm(4)] public partial class M;",
            "[Features] gives [batch, time, 3], and [Conv2d] below it reads an image, [batch, channels, height, width]. Begin with [Image(channels, height, width)], or use [Conv1d] over time.",
            "[SequenceModel] [Features(3)] [Conv1d(4)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN212",
            "[SequenceModel] [Image(1, 8, 8)] [«FlattenToSequence»] [MaxPool2d(2)] [Lstm(4)] public partial class M;",
            "[FlattenToSequence] gives [batch, 8, 8], and [MaxPool2d] below it reads an image, [batch, channels, height, width]. Move [FlattenToSequence] below [MaxPool2d].",
            "[SequenceModel] [Image(1, 8, 8)] [MaxPool2d(2)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN212",
            "[SequenceModel] [Image(1, 8, 8)] [«FlattenToSequence»] [FlattenToSequence(ImageAxis.Columns)] [Lstm(4)] public partial class M;",
            "[FlattenToSequence] gives [batch, 8, 8], and a second one below it reads an image, [batch, channels, height, width]. Remove one of the two.",
            "[SequenceModel] [Image(1, 8, 8)] [FlattenToSequence(ImageAxis.Columns)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN213",
            "[SequenceModel] [Features(3)] [Lstm(4)] [LastState] [Dropout(0.5, «Locked = true»)] public partial class M;",
            "[Dropout] has Locked = true, but [LastState] above it reduces the sequence to one vector, [batch, 4], so there is only one step to mask. Remove Locked, or move [Dropout] above [LastState].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [LastState] [Dropout(0.5)] public partial class M;") { Use = VectorUse },

        new("RNN214",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«MeanPooling»] [MaxPooling] public partial class M;",
            "[MeanPooling] reduces the sequence to one vector, [batch, 4], and [MaxPooling] below it needs its steps. Remove one of the two.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [MaxPooling] public partial class M;") { Use = VectorOnly },

        new("RNN214",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«LastState»] [AttentionPooling(3)] public partial class M;",
            "[LastState] reduces the sequence to one vector, [batch, 4], and [AttentionPooling] below it needs its steps. Remove one of the two.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [AttentionPooling(3)] public partial class M;") { Use = "var model = new M();", RightUse = "var model = new M(); Tensor y = model.AttentionPoolingWeights(x);" },

        new("RNN214",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«MaxPooling»] [LastState] public partial class M;",
            "[MaxPooling] reduces the sequence to one vector, [batch, 4], and [LastState] below it needs its steps. Remove one of the two.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [MaxPooling] public partial class M;") { Use = VectorOnly },

        new("RNN215",
            "[SequenceModel] [Image(1, «\"height\"», 8)] [MaxPool2d(2)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[MaxPool2d] makes one of every 2 rows, and height divided by 2 is no size the compiler can compute with. Write the height as a number.",
            "[SequenceModel] [Image(1, 8, 8)] [MaxPool2d(2)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = "var model = new M(8); var (y, state) = model.call(x);", RightUse = "var model = new M(); var (y, state) = model.call(x);" },

        new("RNN215",
            "[SequenceModel] [Image(1, 8, «\"width\"»)] [FlattenToSequence(ImageAxis.Columns)] [Conv1d(4, Stride = 3)] [Lstm(4)] public partial class M;",
            "[Conv1d] makes one of every 3 steps, and width divided by 3 is no size the compiler can compute with. Write the width as a number.",
            "[SequenceModel] [Image(1, 8, \"width\")] [FlattenToSequence(ImageAxis.Columns)] [Conv1d(4)] [Lstm(4)] public partial class M;") { Use = OneSize },

        new("RNN216",
            "[SequenceModel] [Image(1, 4, 28)] [Conv2d(4, «Kernel = 5», Padding = ConvolutionPadding.Valid)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[Conv2d] moves a window that spans 5 rows, and there are only 4 of them. Write a Kernel that spans 4 or less, or Padding = ConvolutionPadding.Same.",
            "[SequenceModel] [Image(1, 4, 28)] [Conv2d(4, Kernel = 5)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN216",
            "[SequenceModel] [Image(1, 28, 3)] [MaxPool2d(«4»)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[MaxPool2d] moves a window that spans 4 columns, and there are only 3 of them. Write a window of 3 or less.",
            "[SequenceModel] [Image(1, 28, 3)] [MaxPool2d(3)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN216",
            "[SequenceModel] [Image(1, 4, 28)] [FlattenToSequence] [Conv1d(4, «Kernel = 3», Dilation = 2, Padding = ConvolutionPadding.Valid)] [Lstm(4)] public partial class M;",
            "[Conv1d] moves a window that spans 5 steps, and there are only 4 of them. Write a Kernel that spans 4 or less, or Padding = ConvolutionPadding.Same.",
            "[SequenceModel] [Image(1, 5, 28)] [FlattenToSequence] [Conv1d(4, Kernel = 3, Dilation = 2, Padding = ConvolutionPadding.Valid)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN216",
            "[SequenceModel] [Image(1, 1, 28)] [MaxPool2d(«2»)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[MaxPool2d] moves a window that spans 2 rows, and there is only 1. Remove [MaxPool2d].",
            "[SequenceModel] [Image(1, 1, 28)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN216",
            "[SequenceModel] [Image(1, 1, 28)] [Conv2d(4, «Kernel = 3», Padding = ConvolutionPadding.Valid)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[Conv2d] moves a window that spans 3 rows, and there is only 1. Write Kernel = 1, or Padding = ConvolutionPadding.Same.",
            "[SequenceModel] [Image(1, 1, 28)] [Conv2d(4, Kernel = 1, Padding = ConvolutionPadding.Valid)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN216",
            "[SequenceModel] [Image(1, \"height = 4\", 28)] [Conv2d(4, «Kernel = 5», Padding = ConvolutionPadding.Valid)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[Conv2d] moves a window that spans 5 rows, and there are only 4 of them by default. Write a Kernel that spans 4 or less, or Padding = ConvolutionPadding.Same.",
            "[SequenceModel] [Image(1, \"height = 5\", 28)] [Conv2d(4, Kernel = 5, Padding = ConvolutionPadding.Valid)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN217",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«LastState»] [Conv1d(4)] public partial class M;",
            "[LastState] reduces the sequence to one vector, [batch, 4], and [Conv1d] below it moves over its steps. Remove this [LastState], or move it below [Conv1d].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Conv1d(4)] [MeanPooling] public partial class M;") { Use = "var model = new M();", RightUse = "var model = new M(); Tensor y = model.call(x);" },

        new("RNN161",
            "[SequenceModel] [Features(3)] [AveragePool1d(«0»)] [Lstm(4)] public partial class M;",
            "[AveragePool1d] has Kernel = 0, which must be at least 1. Write 1 or more.",
            "[SequenceModel] [Features(3)] [AveragePool1d(2)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN161",
            "[SequenceModel] [Features(3)] [AveragePool1d(2, «Stride = -1»)] [Lstm(4)] public partial class M;",
            "[AveragePool1d] has Stride = -1, which must be at least 1. Write 1 or more, or remove the setting for the window's own size.",
            "[SequenceModel] [Features(3)] [AveragePool1d(2, Stride = 1)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN167",
            "[SequenceModel] [Features(3)] [AveragePool1d(«1»)] [Lstm(4)] public partial class M;",
            "[AveragePool1d] has a window of 1 step, so it does nothing. Write a window of 2 or more, or remove [AveragePool1d].",
            "[SequenceModel] [Features(3)] [AveragePool1d(1, Stride = 2)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN208",
            "[SequenceModel(Step = true)] [Features(3)] [«AveragePool1d(1, Stride = 2)»] [Lstm(4)] public partial class M;",
            "'M' is declared with Step = true, to be run one step at a time, but 'averagePool1d' skips steps. Change [AveragePool1d], or remove Step = true.",
            "[SequenceModel(Step = true)] [Features(3)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN208",
            "[SequenceModel(Step = true)] [Features(3)] [«AveragePool1d(2)»] [Lstm(4)] public partial class M;",
            "'M' is declared with Step = true, to be run one step at a time, but 'averagePool1d' reads several steps at once. Change [AveragePool1d], or remove Step = true.",
            "[SequenceModel(Step = true)] [Features(3)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN211",
            "[SequenceModel] [«Image(1, 8, 8)»] [AveragePool1d(2)] [Lstm(4)] public partial class M;",
            "[Image] gives images, [batch, 1, 8, 8], and [AveragePool1d] below it reads the features of a step. Put [FlattenToSequence] between them.",
            "[SequenceModel] [Image(1, 8, 8)] [FlattenToSequence] [AveragePool1d(2)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN215",
            "[SequenceModel] [Image(1, «\"height\"», 8)] [FlattenToSequence] [AveragePool1d(2)] [Lstm(4)] public partial class M;",
            "[AveragePool1d] makes one of every 2 steps, and height divided by 2 is no size the compiler can compute with. Write the height as a number.",
            "[SequenceModel] [Image(1, \"height\", 8)] [FlattenToSequence] [AveragePool1d(2, Stride = 1)] [Lstm(4)] public partial class M;") { Use = OneSize },

        new("RNN216",
            "[SequenceModel] [Image(1, 4, 28)] [FlattenToSequence] [AveragePool1d(«5»)] [Lstm(4)] public partial class M;",
            "[AveragePool1d] moves a window that spans 5 steps, and there are only 4 of them. Write a window of 4 or less.",
            "[SequenceModel] [Image(1, 4, 28)] [FlattenToSequence] [AveragePool1d(4)] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN216",
            "[SequenceModel] [Image(1, 1, 28)] [FlattenToSequence] [AveragePool1d(«2»)] [Lstm(4)] public partial class M;",
            "[AveragePool1d] moves a window that spans 2 steps, and there is only 1. Remove [AveragePool1d].",
            "[SequenceModel] [Image(1, 1, 28)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN217",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«LastState»] [AveragePool1d(2)] public partial class M;",
            "[LastState] reduces the sequence to one vector, [batch, 4], and [AveragePool1d] below it moves over its steps. Remove this [LastState], or move it below [AveragePool1d].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [AveragePool1d(2)] [MeanPooling] public partial class M;") { Use = "var model = new M();", RightUse = "var model = new M(); Tensor y = model.call(x);" },

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [AveragePool1d(«2»)] [Gru(5)] [Linear(9)] public partial class M;",
            "[AveragePool1d] in the decoder 'M' reads several steps at once, and a decoder has one at a time. Remove it; an encoder may have it.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class M;"),

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [AveragePool1d(1, «Stride = 2»)] [Gru(5)] [Linear(9)] public partial class M;",
            "[AveragePool1d] in the decoder 'M' skips steps, and a decoder generates every one. Remove it; an encoder may have it.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class M;"),

        new("RNN220",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«Classify»] [Linear(2)] public partial class M;",
            "[Classify] is the head of the model, but [Linear] is below it. Move [Classify] to the end.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [Classify] public partial class M;"),

        new("RNN221",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [Classify] [«Regress»] public partial class M;",
            "[Regress] is a second head of 'M', which already has [Classify]. Remove one of the two.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [Regress] public partial class M;"),

        new("RNN222",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [«Activation(Activation.LogSoftmax)»] [Classify] public partial class M;",
            "[Activation] makes probabilities of the scores by LogSoftmax, but the loss of [Classify] does that itself, with better precision. Remove the activation; where probabilities are needed, take the softmax of the output.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [Classify] public partial class M;"),

        new("RNN223",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«LastState»] [Linear(5)] [Ctc] public partial class M;",
            "[LastState] reduces the sequence to one vector, [batch, 4], and [Ctc] aligns labels with steps. Remove [LastState], or write [Classify] for one class a sequence.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(5)] [Ctc] public partial class M;") { Use = "var model = new M(); Tensor y = model.Loss(x, x, x);", RightUse = "var model = new M(); Tensor y = model.Loss(x, x, x, lengths: x);" },

        new("RNN216",
            "[SequenceModel] [Image(1, 4, 4)] [Conv2d(4, «Kernel = 5», Padding = ConvolutionPadding.Valid)] [MaxPool2d(2)] [FlattenToSequence] [Lstm(4)] public partial class M;",
            "[Conv2d] moves a window that spans 5 rows, and there are only 4 of them. Write a Kernel that spans 4 or less, or Padding = ConvolutionPadding.Same.",
            "[SequenceModel] [Image(1, 4, 4)] [Conv2d(4, Kernel = 3, Padding = ConvolutionPadding.Valid)] [MaxPool2d(2)] [FlattenToSequence] [Lstm(4)] public partial class M;") { Use = StepsOnly },

        new("RNN224",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«Linear(1)»] [Classify] public partial class M;",
            "[Linear] gives 1 feature, and [Classify] chooses among classes: of one, the choice is certain and the loss always 0. Give at least 2, or write [Regress].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [Classify] public partial class M;"),

        new("RNN224",
            "[SequenceModel] [Features(3)] [Lstm(4)] [«Linear(\"classes = 1\")»] [Classify] public partial class M;",
            "[Linear] gives 1 feature by default, and [Classify] chooses among classes: of one, the choice is certain and the loss always 0. Give at least 2, or write [Regress].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(\"classes = 2\")] [Classify] public partial class M;"),

        new("RNN230",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [«Activation(Activation.Sigmoid)»] [Classify] public partial class M;",
            "[Activation] keeps every score between 0 and 1 by Sigmoid, but the loss of [Classify] takes the softmax of scores of any size, so that some probabilities cannot be reached. Remove [Activation].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(8)] [Activation(Activation.Sigmoid)] [Linear(2)] [Classify] public partial class M;"),

        new("RNN230",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(5)] [«Activation(Activation.Relu)»] [Dropout(0.1)] [Ctc] public partial class M;",
            "[Activation] keeps every score at 0 or above by Relu, but the loss of [Ctc] takes the softmax of scores of any size, so that some probabilities cannot be reached. Remove [Activation].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(5)] [Activation(Activation.Relu)] [Regress] public partial class M;"),

        new("RNN230",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [«Readout(9, Activation.Tanh)»] [Classify] public partial class M;",
            "[Readout] keeps every score between -1 and 1 by Tanh, but the loss of [Classify] takes the softmax of scores of any size, so that some probabilities cannot be reached. Put [Linear] with the classes below [Readout].",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Readout(7, Activation.Tanh)] [Linear(9)] [Classify] public partial class M;"),

        new("RNN231",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(1)] [«Activation(Activation.Softmax)»] [Regress] public partial class M;",
            "[Activation] takes the softmax of 1 feature, which is always 1. Give it at least 2 features, or write Activation.Sigmoid for the probability of one event.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(1)] [Activation(Activation.Sigmoid)] [Regress] public partial class M;"),

        new("RNN231",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(\"size = 1\")] [«LayerNorm»] public partial class M;",
            "[LayerNorm] normalises 1 feature, which is always 0. Give it at least 2 features, or remove it.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(\"size = 2\")] [LayerNorm] public partial class M;"),
    ];
}
