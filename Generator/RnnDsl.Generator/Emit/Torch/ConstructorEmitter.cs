using RnnDsl.Generator.Emit.Torch.Equations;
using RnnDsl.Generator.Emit.Torch.Operations;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes the constructor, the layers' properties and their registration.</summary>
internal static class ConstructorEmitter
{
    private const string DeviceAndDtype = "device: device, dtype: dtype";

    public static void Emit(Plan plan, TypeNames names, SourceWriter writer)
    {
        var model = plan.Model;
        EmitFields(plan, names, writer);
        EmitConstructor(plan, names, writer);
        foreach (var layer in model.Layers)
        {
            EmitProperty(layer, plan, names, writer);
        }

        writer.Line("/// <summary>Does nothing: the constructor registers every layer by name, without reflection.</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line("protected override void RegisterComponents() { }")
            .Line()
            .Line("/// <summary>Called at the end of the constructor. Implement it to change weights or to register more modules.</summary>")
            .Line("partial void OnConstructed();")
            .Line();
    }

    /// <summary>The constructor's signature and its documentation.</summary>
    public static void EmitSignature(Plan plan, TypeNames names, SourceWriter writer, string initializer) =>
        new ConstructorSignature(
            plan.Model.Parameters,
            [.. Vectors(plan.Model).Select(table => (table, table.VectorsParameter))],
            [.. Shared(plan.Model)])
            .Write(plan.Model.Type.Level.Identifier, names, writer, initializer);

    /// <summary>The type of a layer's property, where it has one.</summary>
    public static string? PropertyType(Layer layer, Plan plan, TypeNames names) => layer switch
    {
        RecurrentLayer { UserCell: not null } => names["CellParameters"],
        RecurrentLayer recurrent when !plan.Of(recurrent).HasModuleOfTorchSharp => names["RecurrentWeights"],
        RecurrentLayer { Cell: CellKind.Lstm } => names["LSTM"],
        RecurrentLayer { Cell: CellKind.Gru } => names["GRU"],
        RecurrentLayer => names["RNN"],
        _ => TorchOperations.ModuleOf(layer, names)?.ModuleType,
    };

    /// <summary>A size as the methods write it: with the fields that keep the constructor's parameters.</summary>
    public static string StoredSize(Polynomial size) => size.ToCSharp(EmittedMembers.SizeField);

    /// <summary>The embeddings whose tables begin with vectors that the constructor is given.</summary>
    private static IEnumerable<EmbeddingLayer> Vectors(Model model) => model.Layers.OfType<EmbeddingLayer>().Where(embedding => embedding.Pretrained);

    /// <summary>A decoder's table may be its encoder's.</summary>
    private static IEnumerable<EmbeddingLayer> Shared(Model model) =>
        model.IsDecoder ? model.Layers.OfType<EmbeddingLayer>().Where(embedding => embedding is { Pretrained: false, Frozen: false }) : [];

    private static IEnumerable<string> StoredSizes(Plan plan) => EmittedMembers.StoredSizes(plan.Model);

    private static void EmitFields(Plan plan, TypeNames names, SourceWriter writer)
    {
        var any = false;
        foreach (var name in StoredSizes(plan))
        {
            writer.Line($"private readonly long {EmittedMembers.SizeField(name)};");
            any = true;
        }

        foreach (var recurrence in plan.Recurrences.Where(plan.RunsLayers))
        {
            writer.Line($"private readonly {LayersType(recurrence, names)} {EmittedMembers.LayersField(recurrence.Layer)};");
            any = true;
        }

        foreach (var recurrence in Stepped(plan))
        {
            writer.Line($"private readonly {names.Tensor}[] {EmittedMembers.WeightsField(recurrence.Layer)};");
            any = true;
        }

        if (any)
        {
            writer.Line();
        }
    }

    /// <summary>Recurrences whose single step needs the fused kernel's weights by hand.</summary>
    private static IEnumerable<Recurrence> Stepped(Plan plan) =>
        plan.HasStep ? plan.Recurrences.Where(recurrence => recurrence.StepsByCellOperation) : [];

    private static void EmitConstructor(Plan plan, TypeNames names, SourceWriter writer)
    {
        var model = plan.Model;
        EmitSignature(plan, names, writer, "");
        writer.Line($"    : base({names.NameOfModel})");
        using (writer.Braces())
        {
            foreach (var parameter in model.Parameters)
            {
                writer.Line($"{names["ArgumentOutOfRangeException"]}.ThrowIfNegativeOrZero({parameter.Name});");
            }

            ConstructorChecks.WriteBounds(model, names, writer);
            foreach (var name in StoredSizes(plan))
            {
                writer.Line($"{EmittedMembers.SizeField(name)} = {name};");
            }

            if (model.Parameters.Count > 0)
            {
                writer.Line();
            }

            var modules = model.Layers.Where(layer => PropertyType(layer, plan, names) is not null).ToList();
            foreach (var layer in modules)
            {
                var shared = layer is EmbeddingLayer table && Shared(model).Contains(table) ? table.SharedParameter + " ?? " : "";
                writer.Line($"{layer.Property} = {shared}{Construct(layer, plan, names)};");
            }

            writer.Line();
            foreach (var layer in modules)
            {
                if (layer is EmbeddingLayer table && Shared(model).Contains(table))
                {
                    writer.Line($"if ({table.SharedParameter} is null)");
                    using (writer.Braces())
                    {
                        writer.Line($"{names.Inherited("register_module")}({Literal.Of(layer.Key)}, {layer.Property});");
                    }

                    writer.Line();
                }
                else
                {
                    writer.Line($"{names.Inherited("register_module")}({Literal.Of(layer.Key)}, {layer.Property});");
                }
            }

            foreach (var recurrence in plan.Recurrences.Where(plan.RunsLayers))
            {
                writer.Line($"{EmittedMembers.LayersField(recurrence.Layer)} = {LayersOf(recurrence, names, first: recurrence.IsStepped ? 1 : 0)};");
            }

            foreach (var recurrence in Stepped(plan))
            {
                writer.Line($"{EmittedMembers.WeightsField(recurrence.Layer)} = {names["KernelWeights"]}.Of({recurrence.Layer.Property});");
            }

            foreach (var layer in model.Recurrences.Where(layer => layer.Options.Initialization != InitializationKinds.Uniform))
            {
                writer.Line($"{names["RecurrentInitialization"]}.Apply({layer.Property}, {Cell(layer, names)}, {Initialization(layer)});");
            }

            ConstructorChecks.WriteWeights(model, names, writer);
            EmitEnd(names, writer, model.Parameters.Select(parameter => parameter.Name).Concat(Vectors(model).Select(table => table.VectorsParameter)));
        }

        writer.Line();
    }

    /// <summary>What every constructor ends with.</summary>
    public static void EmitEnd(TypeNames names, SourceWriter writer, IEnumerable<string> parameters)
    {
        var taken = parameters.ToList();
        var locals = new NameAllocator(taken);
        var all = taken.Contains("parameters") ? "base.parameters" : names.Inherited("parameters");
        var (actual, weight) = (locals.Allocate("actualDevice"), locals.Allocate("weight"));
        writer.Line()
            .Line("// nn.Module.to skips a module that is recorded on the target device: record the device of the layers.")
            .Line($"var {actual} = device ?? {names.Torch}.get_default_device();")
            .Line($"({names.Inherited("_deviceType")}, {names.Inherited("_deviceIndex")}) = ({actual}.type, {actual}.index);")
            .Line()
            .Line("OnConstructed();")
            .Line()
            .Line("// The weights outlive the dispose scope in which the model is created.")
            .Line($"foreach (var {weight} in {all}())");
        using (writer.Braces())
        {
            writer.Line($"{weight}.DetachFromDisposeScope();");
        }
    }

    private static void EmitProperty(Layer layer, Plan plan, TypeNames names, SourceWriter writer)
    {
        if (PropertyType(layer, plan, names) is not { } type)
        {
            return;
        }

        var accessibility = TorchOperations.ModuleOf(layer, names)?.Accessibility ?? "public";
        writer.Line($"/// <summary>{Summary(layer)}</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"{accessibility} {type} {layer.Property} {{ get; }}")
            .Line();
    }

    private static string Summary(Layer layer) => layer switch
    {
        RecurrentLayer recurrent => $"{RemarksEmitter.Describe(recurrent)}: {recurrent.Input} to {recurrent.Output}.",
        StatelessLayer stateless => Xml.TextWithCode(stateless.Summary ?? ""),
        _ => "",
    };

    private static string Construct(Layer layer, Plan plan, TypeNames names) => layer switch
    {
        RecurrentLayer { UserCell: not null } recurrent => UserCellModule.Construct(recurrent, plan.Model.Parameters.Select(parameter => parameter.Name), names),
        RecurrentLayer recurrent when !plan.Of(recurrent).HasModuleOfTorchSharp =>
            $"new {names["RecurrentWeights"]}({Cell(recurrent, names)}, {recurrent.InputSize.ToCSharp()}, {recurrent.HiddenSize.ToCSharp()}"
            + Options(recurrent, "layers")
            + (recurrent.Options.Merge == MergeKind.Concat ? "" : $", merge: global::RnnDsl.Merge.{recurrent.Options.Merge}")
            + (recurrent.Projection is { } projection ? $", projectionSize: {projection.ToCSharp()}" : "")
            + (recurrent.Options.Peepholes ? ", peepholes: true" : "")
            + (recurrent.Options.LayerNorm ? ", layerNorm: true" : "")
            + $", {DeviceAndDtype})",
        RecurrentLayer recurrent =>
            $"{names.Nn}.{(recurrent.Cell == CellKind.Rnn ? "RNN" : recurrent.Cell.ToString().ToUpperInvariant())}"
            + $"({recurrent.InputSize.ToCSharp()}, {recurrent.HiddenSize.ToCSharp()}{Options(recurrent, "numLayers")}, batchFirst: true"
            + (recurrent.Options.Relu ? $", nonLinearity: {names.Nn}.NonLinearities.ReLU" : "")
            + (recurrent.Options.Dropout > 0 ? $", dropout: {Literal.Of(recurrent.Options.Dropout)}" : "") + $", {DeviceAndDtype})",
        _ => TorchOperations.ModuleOf(layer, names)?.Construct ?? throw new InvalidOperationException($"The layer '{layer.Key}' is no module."),
    };

    private static string Options(RecurrentLayer layer, string layers) =>
        (layer.Layers > 1 ? $", {layers}: {Literal.Of(layer.Layers)}" : "") + (layer.Bidirectional ? ", bidirectional: true" : "");

    private static string LayersType(Recurrence recurrence, TypeNames names) =>
        names[recurrence.Kernel == Kernel.EmittedLoop ? "RecurrentLayers" : "FusedLayers"];

    /// <summary>Connections between and around the cells.</summary>
    private static string LayersOf(Recurrence recurrence, TypeNames names, int first)
    {
        var (layer, options) = (recurrence.Layer, recurrence.Layer.Options);
        List<string> settings = [];
        var isModule = recurrence.HasModuleOfTorchSharp;
        Set(!isModule, "StateSizes", $"[{string.Join(", ", layer.States.Select(state => layer.SizeOf(state).ToCSharp()))}]");
        Set(!isModule && layer.Layers > 1, "Layers", Literal.Of(layer.Layers));
        Set(first > 0, "First", Literal.Of(first));
        Set(!isModule && layer.Bidirectional, "Bidirectional", "true");
        Set(options.Merge != MergeKind.Concat, "Merge", $"global::RnnDsl.Merge.{options.Merge}");
        Set(options.Reverse, "Reverse", "true");
        Set(options.Dropout > 0, "Dropout", Literal.Of(options.Dropout));
        Set(options.LockedDropout > 0, "LockedDropout", Literal.Of(options.LockedDropout));
        Set(options.WeightDrop > 0 && recurrence.Kernel != Kernel.EmittedLoop && layer.UserCell is null, "WeightDrop", Literal.Of(options.WeightDrop));
        Set(options.Residual, "Residual", "true");
        var over = recurrence.Kernel == Kernel.EmittedLoop ? "" : $"({(layer.UserCell is null ? layer.Property : EmittedMembers.KernelWeights(layer))})";
        return $"new {LayersType(recurrence, names)}{over}{(settings.Count == 0 ? "" : $" {{ {string.Join(", ", settings)} }}")}";

        void Set(bool isSet, string name, string value)
        {
            if (isSet)
            {
                settings.Add($"{name} = {value}");
            }
        }
    }

    private static string Cell(RecurrentLayer layer, TypeNames names) => $"{names["CellKind"]}." + layer.Cell switch
    {
        CellKind.Rnn => "Elman",
        CellKind.Lstm => "Lstm",
        _ => layer.ResetsBefore ? "GruResetBefore" : "Gru",
    };

    private static string Initialization(RecurrentLayer layer)
    {
        var kinds = Enum.GetValues(typeof(InitializationKinds)).Cast<InitializationKinds>()
            .Where(kind => kind != InitializationKinds.Uniform && layer.Options.Initialization.HasFlag(kind))
            .Select(kind => $"global::RnnDsl.Initialization.{kind}");
        return string.Join(" | ", kinds)
            + (layer.Options.Initialization.HasFlag(InitializationKinds.Chrono) ? $", chronoLength: {Literal.Of(layer.Options.ChronoLength)}" : "");
    }
}
