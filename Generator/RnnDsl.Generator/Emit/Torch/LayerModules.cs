using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>The modules of stateless layers: their types and constructor calls.</summary>
internal static class LayerModules
{
    private const string DeviceAndDtype = "device: device, dtype: dtype";

    /// <summary>The type of a layer's property, where it has one.</summary>
    public static string? PropertyType(Layer layer, TypeNames names) => layer switch
    {
        EmbeddingLayer => names["Embedding"],
        LinearLayer { TiedTo: not null } => names["TiedLinear"],
        LinearLayer => names["Linear"],
        DropoutLayer { Locked: true } => names["LockedDropout"],
        DropoutLayer => names["Dropout"],
        LayerNormLayer => names["LayerNorm"],
        Conv1dLayer => names["Conv1d"],
        Conv2dLayer => names["Conv2d"],
        AttentionPoolingLayer => names["AttentionPooling"],
        AttentionLayer attention => names[TypeOf(attention)],
        ReadoutLayer => names["Linear"],
        CopyLayer => names["PointerGenerator"],
        ModuleLayer { Type: { Fit: ModuleFit.Fits } type } => type.FullName,
        ModuleLayer => $"{names.Nn}.Module<{names.Tensor}, {names.Tensor}>",
        _ => null,
    };

    /// <summary>How widely a layer's property is seen: a module of the author's own, no farther than its type.</summary>
    public static string Accessibility(Layer layer) => layer is ModuleLayer { Type: { Fit: ModuleFit.Fits } type } ? type.Accessibility : "public";

    public static string Summary(Layer layer) => layer switch
    {
        EmbeddingLayer embedding => $"Embedding, {embedding.Vocabulary} tokens → {embedding.Features} features.",
        LinearLayer { TiedTo: { } table } linear => $"Linear layer, {linear.InputSize} → {linear.OutputSize}, weight tied to <c>{table.Key}</c>, with bias.",
        LinearLayer linear => $"Linear layer, {linear.InputSize} → {linear.OutputSize}, with bias.",
        DropoutLayer { Locked: true } dropout => $"Locked dropout with probability {Messages.Number(dropout.Probability)}: one mask per sequence.",
        DropoutLayer dropout => $"Dropout with probability {Messages.Number(dropout.Probability)}.",
        LayerNormLayer norm => $"Layer normalisation over {norm.Features} features.",
        Conv1dLayer convolution => $"Convolution over time, {LayerNotes.Of(convolution)}: {convolution.Input} to {convolution.Output}.",
        Conv2dLayer convolution => $"Convolution over images, {LayerNotes.Of(convolution)}: {convolution.Input} to {convolution.Output}.",
        AttentionPoolingLayer attention => $"Attention pooling over the time steps, hidden size {attention.Size}.",
        AttentionLayer attention => $"Attention over the source positions, {LayerNotes.Of(attention)}.",
        ReadoutLayer readout => $"Linear layer, {readout.InputSize} → {((readout.Function == ReadoutFunction.Maxout ? 2 : 1) * readout.Size)}, with bias.",
        CopyLayer => "Pointer-generator: mixes generation from the vocabulary with copying from the source.",
        ModuleLayer module => $"User-defined module: {module.Input} to {module.Output}.",
        _ => "",
    };

    public static string Construct(Layer layer, TypeNames names) => layer switch
    {
        EmbeddingLayer embedding =>
            $"{names.Nn}.Embedding({embedding.Vocabulary.ToCSharp()}, {embedding.Features.ToCSharp()}"
            + (embedding.PaddingIndex is { } row ? $", padding_idx: {Literal.Of(row)}" : "") + $", {DeviceAndDtype})",
        LinearLayer { TiedTo: { } table } =>
            $"new {names["TiedLinear"]}({table.Property}" + (table.PaddingIndex is { } row ? $", paddingIndex: {Literal.Of(row)}" : "") + $", {DeviceAndDtype})",
        LinearLayer linear => $"{names.Nn}.Linear({linear.InputSize.ToCSharp()}, {linear.OutputSize.ToCSharp()}, {DeviceAndDtype})",
        DropoutLayer { Locked: true } dropout => $"new {names["LockedDropout"]}({Literal.Of(dropout.Probability)})",
        DropoutLayer dropout => $"{names.Nn}.Dropout({Literal.Of(dropout.Probability)})",
        LayerNormLayer norm => $"{names.Nn}.LayerNorm({norm.Features.ToCSharp()}, {DeviceAndDtype})",
        Conv1dLayer { Window: var window } convolution =>
            $"{names.Nn}.Conv1d({convolution.InputSize.ToCSharp()}, {convolution.OutputSize.ToCSharp()}, {Literal.Of(window.Kernel)}{Options(window)}, {DeviceAndDtype})",
        Conv2dLayer { Window: var window } convolution =>
            $"{names.Nn}.Conv2d({convolution.InputSize.ToCSharp()}, {convolution.OutputSize.ToCSharp()}, {Literal.Of(window.Kernel)}{Options(window)}, {DeviceAndDtype})",
        AttentionPoolingLayer attention => $"new {names["AttentionPooling"]}({attention.Features.ToCSharp()}, {attention.Size.ToCSharp()}, {DeviceAndDtype})",
        AttentionLayer attention => $"new {names[TypeOf(attention)]}({attention.QuerySize.ToCSharp()}, {AttentionLayer.MemorySize.ToCSharp()}{Options(attention)}, {DeviceAndDtype})",
        ReadoutLayer readout =>
            $"{names.Nn}.Linear({readout.InputSize.ToCSharp()}, {((readout.Function == ReadoutFunction.Maxout ? 2 : 1) * readout.Size).ToCSharp()}, {DeviceAndDtype})",
        CopyLayer copy => $"new {names["PointerGenerator"]}({copy.GateInputSize.ToCSharp()}{(copy.Extra > 0 ? $", extra: {Literal.Of(copy.Extra)}" : "")}, {DeviceAndDtype})",
        ModuleLayer module => $"{names["UserCode"]}.Move(new {module.Type.FullName}({Features(module)}), device, dtype)",
        _ => throw new InvalidOperationException($"The layer '{layer.Key}' is no module."),
    };

    /// <summary>What is done to the weights once the layers are there.</summary>
    public static void WriteWeights(Model model, TypeNames names, SourceWriter writer)
    {
        foreach (var embedding in model.Layers.OfType<EmbeddingLayer>())
        {
            if (embedding.Pretrained)
            {
                writer.Line()
                    .Line("// Initialise the table with a copy of the given vectors.")
                    .Line($"{names["WordVectors"]}.Copy({embedding.VectorsParameter}, {embedding.Property}, {names.NameOfModel}, {names.NameOf(embedding.VectorsParameter)}"
                        + (embedding.PaddingIndex is { } row ? $", {Literal.Of(row)}" : "") + ");");
            }

            if (embedding.Frozen)
            {
                writer.Line()
                    .Line("// The table is frozen.")
                    .Line($"{embedding.Property}.get_parameter(\"weight\")!.requires_grad = false;");
            }
        }
    }

    /// <summary>What the sizes of the constructor must be beyond 1.</summary>
    public static void WriteBounds(Model model, TypeNames names, SourceWriter writer)
    {
        var bounds = model.Layers.OfType<EmbeddingLayer>()
            .Where(embedding => embedding is { PaddingIndex: not null, Vocabulary.Number: null })
            .Select(embedding => (Parameter: embedding.Vocabulary.ToCSharp(), Least: embedding.PaddingIndex!.Value + 1))
            .Concat(model.Recurrences
                .Where(layer => layer is { Projection.Number: not null, HiddenSize.Number: null })
                .Select(layer => (Parameter: layer.HiddenSize.ToCSharp(), Least: layer.Projection!.Value.Number!.Value + 1)))
            .Concat(model.Layers.SelectMany(layer => Sizes(layer.Output)).Select(size => size.Bound).OfType<(string Parameter, long Least)>())
            .Concat(Classes(model) is { } classes ? [(Parameter: classes, Least: 2L)] : Array.Empty<(string Parameter, long Least)>())
            .GroupBy(bound => bound.Parameter)
            .Select(group => (Parameter: group.Key, Least: group.Max(bound => bound.Least)))
            .Where(bound => bound.Least > 1);
        foreach (var (parameter, least) in bounds)
        {
            writer.Line($"{names["ArgumentOutOfRangeException"]}.ThrowIfLessThan({parameter}, {Literal.Of(least)});");
        }

        if (model.Head is CtcLayer { Blank: > 0, Input: SequenceShape { Features: { Number: null } labels } } ctc)
        {
            writer.Line($"{names["ModelLoss"]}.CheckBlank({Literal.Of(ctc.Blank)}, {labels.ToCSharp()}, {Literal.Of(labels.ToString())}, {names.NameOfModel});");
        }

        // A projection makes the hidden state shorter.
        foreach (var layer in model.Recurrences.Where(layer => layer is { Projection: { Number: null } }))
        {
            writer.Line($"{names["ArgumentOutOfRangeException"]}.ThrowIfGreaterThanOrEqual({layer.Projection!.Value.ToCSharp()}, {layer.HiddenSize.ToCSharp()});");
        }
    }

    /// <summary>The constructor's parameter for the number of classes, which a loss over classes chooses among; null where a number says it, or a product that is at least 2.</summary>
    private static string? Classes(Model model)
    {
        var features = model.Head switch
        {
            null or RegressLayer => default(Polynomial?),
            { Input: SequenceShape sequence } => sequence.Features,
            { Input: VectorShape vector } => vector.Features,
            _ => null,
        };
        return features is { Number: null } classes && classes.With(_ => 1).Number == 1 ? classes.ToCSharp() : null;
    }

    /// <summary>Sizes that windows may have made less.</summary>
    private static IEnumerable<Polynomial> Sizes(Shape shape) => shape switch
    {
        ImageShape image => [image.Height, image.Width],
        SequenceShape { Time.Steps: { } steps } => [steps],
        _ => [],
    };

    private static string Options(Window window) =>
        (window.Stride > 1 ? $", stride: {Literal.Of(window.Stride)}" : "")
        + (window is { IsSymmetric: true, Before: > 0 } ? $", padding: {Literal.Of(window.Before)}" : "")
        + (window.Dilation > 1 ? $", dilation: {Literal.Of(window.Dilation)}" : "");

    private static string TypeOf(AttentionLayer attention) => attention.Score switch
    {
        AttentionScoreKind.Additive or AttentionScoreKind.Concat or AttentionScoreKind.LocationAware => "AdditiveAttention",
        AttentionScoreKind.MultiHead => "MultiHeadAttention",
        _ => "ProductAttention",
    };

    private static string Options(AttentionLayer attention) =>
        (attention.Size is { } size ? ", " + size.ToCSharp() : "")
        + attention.Score switch
        {
            AttentionScoreKind.MultiHead => $", heads: {Literal.Of(attention.Heads)}",
            AttentionScoreKind.General => ", general: true",
            AttentionScoreKind.ScaledDot => ", scaled: true",
            AttentionScoreKind.Concat => ", joint: true",
            _ => "",
        }
        + (attention.Coverage ? ", coverage: true" : "")
        + (attention.Filters > 0 ? $", filters: {Literal.Of(attention.Filters)}, width: {Literal.Of(attention.Width)}" : "");

    private static string Features(ModuleLayer module) => (module.Type.FeaturesType, module.InputSize.Number) switch
    {
        (null, _) => "",
        ("int", null) when module.InputSize.ToCSharp() is var size => size.Contains(' ') ? $"checked((int)({size}))" : $"checked((int){size})",
        _ => module.InputSize.ToCSharp(),
    };
}
