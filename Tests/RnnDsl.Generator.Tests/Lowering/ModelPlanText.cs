using System.Text;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Lowering.EncoderDecoders;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Prints the plan of a model: its constructor, its methods as operations with inputs, outputs, shapes and notes, its stream and its graph.</summary>
internal sealed class ModelPlanText
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<MethodValue, string> _names = [];

    private ModelPlanText()
    {
    }

    public static string Print(Plan plan)
    {
        var text = new ModelPlanText();
        text.Constructor(plan.Constructor);
        text.Section("State", plan.State.Select(state => $"{state.Name} {state.Shape}: {state.Meaning}"));
        text.Methods(plan.Methods, plan.State);
        if (plan.Stream is { } stream)
        {
            text.Section("Stream: items", StreamPlanText.Print(stream.Side.Items));
            text.Section("Stream: weights", StreamPlanText.Print(stream.Weights));
            text.Section($"Stream: {stream.Side.Input} to {stream.Side.Output.Name}", StreamPlanText.Print(stream.Side.Steps));
        }

        if (plan.Graph is { } graph)
        {
            text._names.Clear();
            text.Section($"Graph: {graph.Shape} to {graph.OutputShape}", new GraphPlanText(text.Name).Print(graph));
        }

        return text._text.ToString();
    }

    public static string Print(EncoderDecoderPlan plan)
    {
        var (text, constructor) = (new ModelPlanText(), plan.Constructor);
        text.Section("Constructor parameters", [.. constructor.Sizes.Select(size => size.Name), .. constructor.Vectors.Select(table => table.Parameter)]);
        text.Section("Parts",
        [
            $"Encoder: {plan.EncoderMember.Display}({Arguments(constructor.Encoder)})",
            $"Decoder: {plan.DecoderMember.Display}({Arguments(constructor.Decoder)})",
            .. constructor.Bridges.Select(bridge => $"{bridge.Property}: {bridge.InputSize} → {bridge.Layers * bridge.Size}"),
        ]);
        text.Section($"forward: {plan.Forward.Source} and {plan.Forward.Target} to {plan.Forward.Output}",
        [
            .. Facts((plan.Forward.TakesLengths, "takes lengths"), (plan.Forward.ReadsMemory, "reads the memory"), (plan.Forward.ReturnsWeights, "returns attention weights")),
            $"scheduled sampling: {plan.Forward.Sampling}",
        ]);
        text.Section("Encode", plan.Encode!.Steps.Select(Encode));
        if (plan.Stream is { } stream)
        {
            text.Section("Stream: items of the encoder", StreamPlanText.Print(stream.Encoder.Items));
            text.Section("Stream: items of the decoder", StreamPlanText.Print(stream.Decoder.Items));
            text.Section("Stream: items between them", StreamPlanText.Print(stream.BridgeItems));
            text.Section("Stream: weights", StreamPlanText.Print(stream.Weights));
            text.Section($"Stream: encoder, {stream.Encoder.Input} to {stream.Encoder.Output.Name}", StreamPlanText.Print(stream.Encoder.Steps));
            text.Section("Stream: memory", stream.Memory is { } memory ? StreamPlanText.Print(memory) : []);
            text.Section("Stream: bridge", StreamPlanText.Print(stream.Bridge));
            text.Section($"Stream: step of the decoder, to {stream.Decoder.Output.Name}", StreamPlanText.Print(stream.Decoder.Steps));
        }

        return text._text.ToString();
    }

    private void Constructor(ConstructorPlan constructor)
    {
        Section("Constructor parameters",
        [
            .. constructor.Sizes.Select(size => size.Name + (size.Default is { } value ? $" = {value}" : "")),
            .. constructor.Vectors.Select(table => $"{table.Parameter}: [{table.Table.Vocabulary}, {table.Table.Features}]"),
            .. constructor.SharedTables.Select(table => table.Parameter + " = none"),
        ]);
        Section("Checks", constructor.Checks.Select(check => check switch
        {
            PositiveSize size => $"{size.Parameter} ≥ 1",
            LeastSize size => $"{size.Size} ≥ {size.Least}",
            ShorterProjection projection => $"{projection.Projection} < {projection.HiddenSize}",
            BlankAmongLabels labels => $"blank {labels.Blank} < {labels.Labels}",
            _ => throw new InvalidOperationException($"A {check.GetType().Name} is not printed."),
        }));
        Section("Modules", constructor.Modules.Select(module => $"{module.Key}: {module.Summary}" + (module switch
        {
            RecurrentModule recurrent => $" ({recurrent.Holder})",
            OperationModule { SharedParameter: { } shared } => $" (or {shared})",
            _ => "",
        })));
        Section("Fields",
        [
            .. constructor.StoredSizes,
            .. constructor.Fields.Select(field => field switch
            {
                LayersField layers => $"layers of {field.Recurrence.Layer.Key}{(layers.First > 0 ? " above the first" : "")}",
                _ => $"weights of {field.Recurrence.Layer.Key} for the step",
            }),
        ]);
        Section("Initialisation", constructor.Initializations.Select(step => step switch
        {
            InitializeRecurrence recurrence => $"{recurrence.Recurrence.Layer.Key}: {recurrence.Kinds}",
            CopyVectors copy => $"{copy.Vectors.Table.Key} = {copy.Vectors.Parameter}",
            FreezeTable freeze => $"{freeze.Table.Key} is frozen",
            _ => throw new InvalidOperationException($"A {step.GetType().Name} is not printed."),
        }));
    }

    private void Methods(ModelMethods methods, IEnumerable<StateTensor> states)
    {
        if (methods.Memory is { } memory)
        {
            Section("CreateMemory",
            [
                .. memory.Values is { } values ? [$"values [sources, positions, {values.Size}] of {values.Attention}"] : Array.Empty<string>(),
                .. memory.Summary is { } summary ? [$"summary [sources, {summary}]"] : Array.Empty<string>(),
                .. memory.Copied is { } copied ? [$"tokens [sources, positions] below {copied.Vocabulary}, for {copied.Copy}"] : Array.Empty<string>(),
            ]);
        }

        Method("forward", methods.Forward, states);
        if (methods.Loop is { } loop)
        {
            _names.Clear();
            Section($"Time loop: {loop.Layers}, because {loop.Reason}", Steps(loop.Body));
            Section("  carries", loop.States.Select(state => $"{state.Name} = {Name(loop.Body.After(state).Value!)}"));
            Section("  returns", loop.Results.Select(result => $"{result.Name}: {Name(result.Value)}"));
        }

        if (methods.Step is { } step)
        {
            Method("Step", step, states);
        }

        foreach (var weights in methods.AttentionWeights)
        {
            Method($"{weights.Name}: {weights.Result}", weights.Method, []);
        }

        Section("OutputLengths", methods.OutputLengths is { } time ? [time.ToString()] : []);
        Section("Loss", methods.Loss is { } loss ? [$"{loss.Loss}{(loss.Lengths is { } lengths ? $", lengths {lengths}" : "")}"] : []);
    }

    private void Method(string name, MethodPlan method, IEnumerable<StateTensor> states)
    {
        var (signature, body) = (method.Signature, method.Body!);
        _names.Clear();
        Section($"{name}: {signature.Input} to {signature.Output}",
        [
            .. Facts((signature.ReadsMemory, "reads the memory"), (signature.TakesLengths, "takes lengths"), (signature.CarriesState, "carries the state"), (signature.ReturnsWeights, "returns attention weights")),
            .. Steps(body),
            .. signature.CarriesState ? [$"state: {string.Join(", ", states.Select(state => $"{state.Name} = {Name(body.After(state).Value!)}"))}"] : Array.Empty<string>(),
        ]);
    }

    private IEnumerable<string> Steps(MethodBody body) => body.Steps.SelectMany(step =>
    {
        List<string> lines = [step.Note];
        if (step is not NoteStep)
        {
            // Inputs have their names before the outputs.
            var inputs = string.Join(", ", step.Inputs.Select(Name));
            lines.Add($"  {string.Join(", ", step.Outputs.Select(output => output is null ? "_" : Name(output)))} = {Kind(step)}({inputs}){Details(step)}   {step.Shape}");
        }

        return lines;
    });

    private static string Encode(EncodeStep step)
    {
        var bridged = step is InitialiseState state ? string.Concat(state.Bridged.Select(bridged => $"\n      {bridged.State.Name}: {bridged switch
        {
            ZeroState => "zeros",
            OutputState output => output.Vector.Name,
            RepeatedState repeated => $"{repeated.Vector.Name} in every layer",
            EncoderState final => $"{final.States.Name}.{final.Of.Name}{(final.Of.IsBidirectional ? $", {final.Of.Merge} of both directions" : "")}",
            DenseState dense => $"tanh({dense.Bridge.Property}({dense.Vector.Name}))",
            _ => throw new InvalidOperationException($"A {bridged.GetType().Name} is not printed."),
        }}")) : "";
        var outputs = step is RunEncoder { State: { } final } ? $"{step.Output.Name}, {final.Name}" : step.Output.Name;
        return $"{step.Note}\n    {outputs} = {step.GetType().Name}({string.Join(", ", Inputs(step).OfType<MethodValue>().Select(value => value.Name))})   {string.Join(", ", step.Shapes)}{bridged}";
    }

    private static string Kind(MethodStep step) => step is OperationStep operation ? operation.Operation.GetType().Name[..^nameof(Operation).Length] : step.GetType().Name[..^"Step".Length];

    /// <summary>What a step reads beside its inputs, and how it is computed.</summary>
    private static string Details(MethodStep step) => step switch
    {
        SequenceStep sequence => $" of {sequence.Recurrence.Layer.Key}{(sequence.Table is { } table ? $" and the table of {table.Key}" : "")}: {sequence.Recurrence.Kernel}, initial states {sequence.Initial}",
        CellStep cell => $" of {cell.Recurrence.Layer.Key} and its states{(cell.FedBack is { } fed ? $", with the state {fed.Name}" : "")}",
        AttentionStep attention => $" of {attention.Layer.Key}: {attention.Steps}{string.Concat(
            new[] { attention.QueryState, attention.Coverage, attention.PreviousWeights }.OfType<StateTensor>().Select(state => $", with the state {state.Name}"))}",
        WindowLengthsStep lengths => $" after a window of {lengths.Window.Kernel}, stride {lengths.Window.Stride}",
        _ => "",
    };

    private static IEnumerable<MethodValue?> Inputs(EncodeStep step) => step switch
    {
        ReplaceExtraTokens tokens => [tokens.Source],
        RunEncoder run => [run.Source, run.Lengths],
        CheckLengths check => [check.Lengths],
        CountOutputs count => [count.Lengths],
        Summarise summary => [summary.Vector ?? summary.States],
        MakeMemory memory => memory.Parts,
        EmptyMemory => [],
        AverageOutputs mean => [mean.Outputs, mean.Lengths],
        JoinStates join => [join.Vector ?? join.States],
        InitialiseState state => [state.Memory],
        _ => throw new InvalidOperationException($"A {step.GetType().Name} is not printed."),
    };

    private static string Arguments(IEnumerable<SideArgument> arguments) => string.Join(", ", arguments.Select(argument => argument.Parameter + ": " + argument switch
    {
        GivenSize size => size.Value.ToString(),
        GivenVectors vectors => vectors.Value,
        SharedTable table => $"Encoder.{table.Table}",
        _ => throw new InvalidOperationException($"A {argument.GetType().Name} is not printed."),
    }));

    private static IEnumerable<string> Facts(params (bool Holds, string What)[] facts)
    {
        var held = string.Join(", ", facts.Where(fact => fact.Holds).Select(fact => fact.What));
        return held.Length == 0 ? [] : [held];
    }

    /// <summary>The name of a value, with a number where others have the same.</summary>
    private string Name(MethodValue value)
    {
        if (!_names.TryGetValue(value, out var name))
        {
            var same = _names.Keys.Count(other => other.Name == value.Name);
            _names.Add(value, name = same == 0 ? value.Name : $"{value.Name}'{same + 1}");
        }

        return name;
    }

    private void Section(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
        {
            return;
        }

        _text.Append(_text.Length == 0 || title.StartsWith(' ') ? "" : "\n").Append(title).Append('\n');
        all.ForEach(line => _text.Append(title.StartsWith(' ') ? "    " : "  ").Append(line).Append('\n'));
    }
}
