using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch.Operations;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes <c>forward</c> over a sequence and <c>Step</c> over one time step: the same layers, twice.</summary>
internal sealed partial class ForwardEmitter
{
    private readonly Plan _plan;
    private readonly TypeNames _names;
    private readonly bool _isStep;
    private readonly string _input;
    private readonly NameAllocator _locals;
    private readonly List<Statement> _statements = [];
    private readonly Dictionary<StateTensor, string> _finalStates = [];
    private string _current;

    /// <summary>The local that holds the lengths of what flows at this point, as <c>Tensor?</c>; "null" where there are none.</summary>
    private string _lengths;

    private ForwardEmitter(Plan plan, TypeNames names, bool isStep)
    {
        (_plan, _names, _isStep) = (plan, names, isStep);
        _before = state => $"state.{state.Name}";
        _input = ModelEmitter.InputName(plan.Model);
        _locals = new NameAllocator(ScopeNames.Forward.Concat(plan.Model.Layers.Select(layer => layer.Operations.OfType<UserMethodOperation>().FirstOrDefault()?.Method ?? layer.Property)));
        _input = _locals.Allocate(_input);
        _current = _input;
        _lengths = !isStep && plan.Model.TakesLengths ? "lengths" : "null";
    }

    public static void Emit(Plan plan, TypeNames names, SourceWriter writer)
    {
        EmitRemember(plan, names, writer);
        EmitForward(plan, names, writer);
        EmitStepLoop(plan, names, writer);
        if (plan.HasStep)
        {
            EmitInitialState(plan, names, writer);
            EmitStep(plan, names, writer);
        }
        else if (plan.HasState)
        {
            EmitInitialState(plan, names, writer);
        }

        foreach (var attention in plan.Model.Layers.OfType<StatelessLayer>().Where(layer => layer.WeightsMethod is not null))
        {
            EmitWeights(attention, plan, names, writer);
        }
    }

    private static void EmitForward(Plan plan, TypeNames names, SourceWriter writer)
    {
        var emitter = new ForwardEmitter(plan, names, isStep: false);
        var input = emitter._input;
        EmitSignature(plan, names, writer, input);
        using (writer.Braces())
        {
            emitter.EmitBody(writer);
        }

        writer.Line();
        var signature = new ForwardSignature(plan, names, input);
        if (signature.HasCall)
        {
            EmitCall(plan, names, writer, input, "public new", $"base.call({signature.Arguments})");
        }
    }

    /// <summary>The documentation and the header of <c>forward</c>.</summary>
    public static void EmitSignature(Plan plan, TypeNames names, SourceWriter writer, string input, string modifiers = "public override")
    {
        var (model, signature) = (plan.Model, new ForwardSignature(plan, names, input));
        var whole = model.Input is ImageShape ? "an image" : "a whole sequence";
        writer.Line(plan.CarriesState ? "/// <summary>The output at every step of a sequence.</summary>" : $"/// <summary>The output for {whole}.</summary>")
            .Line($"/// <param name=\"{input}\">{InputDoc(model.Input)}</param>");
        signature.WriteOptional(writer);
        writer.Line(plan.CarriesState ? $"/// <returns>The output {model.Output}{AndWeights(plan, ", the state after the last step and the attention weights [batch, time, positions]", " and the state after the last step")}.</returns>" : $"/// <returns>{model.Output}</returns>")
            .Line(ModelEmitter.Generated(names))
            .Line($"{modifiers} {signature.Result} forward({signature.Parameters})");
    }

    /// <summary>The documentation of <c>call</c> and all of it: its body is one expression.</summary>
    public static void EmitCall(Plan plan, TypeNames names, SourceWriter writer, string input, string modifiers, string body)
    {
        var signature = new ForwardSignature(plan, names, input);
        writer.Line($"/// {names.SameAs("forward")}")
            .Line(ModelEmitter.Generated(names))
            .Line($"{modifiers} {signature.Result} call({signature.Parameters}) => {body};")
            .Line();
    }

    /// <summary>The documentation and the header of <c>InitialState</c>.</summary>
    public static void InitialStateSignature(Plan plan, TypeNames names, SourceWriter writer)
    {
        writer.Line("/// <summary>The initial state: zeros, on the device and with the dtype of the weights.</summary>");
        if (plan.Model.ReadsMemory)
        {
            writer.Line($"/// <param name=\"memory\">The sources, from {names.See("CreateMemory")}.</param>")
                .Line("/// <param name=\"batch\">The number of sequences, the same number for each source. <c>null</c>: one per source.</param>");
        }
        else
        {
            writer.Line("/// <param name=\"batch\">The number of sequences.</param>")
                .Line($"/// <exception cref=\"{names["ArgumentOutOfRangeException"]}\">The batch is less than 1.</exception>");
        }

        writer.Line(ModelEmitter.Generated(names))
            .Line($"public State InitialState({(plan.Model.ReadsMemory ? $"{names["EncoderMemory"]} memory, long? batch = null" : "long batch = 1")})");
    }

    /// <summary>The documentation and the header of <c>Step</c>.</summary>
    public static void StepSignature(Plan plan, TypeNames names, SourceWriter writer, string input)
    {
        writer.Line("/// <summary>One time step, for sampling and streaming.</summary>")
            .Line($"/// <param name=\"{input}\">{InputDoc(plan.Model.Input.Step)}</param>");
        if (plan.Model.ReadsMemory)
        {
            writer.Line($"/// <param name=\"memory\">The encoder memory, from {names.See("CreateMemory")}; consecutive rows belong to one source, the same number for each.</param>");
        }

        var memory = plan.Model.ReadsMemory ? $"{names["EncoderMemory"]} memory, " : "";
        writer.Line("/// <param name=\"state\">The state after the previous step. <c>null</c>: zeros.</param>")
            .Line($"/// <returns>The output {plan.Model.Output.Step}{AndWeights(plan, ", the state after the step and the attention weights [batch, positions]", " and the state after the step")}.</returns>")
            .Line(ModelEmitter.Generated(names))
            .Line($"public {new ForwardSignature(plan, names, input).StepResult} Step({names.Tensor} {input}, {memory}State? state = null)");
    }

    private static string AndWeights(Plan plan, string with, string without) => plan.Model.Attention is null ? without : with;

    private static string InputDoc(Shape shape) => shape is TokenShape ? $"int64 {shape}" : shape.ToString();

    private static void EmitInitialState(Plan plan, TypeNames names, SourceWriter writer)
    {
        InitialStateSignature(plan, names, writer);
        using (writer.Braces())
        {
            var batch = plan.Model.ReadsMemory ? "rows" : "batch";
            var zeros = plan.State.Select(state =>
                $"{names.Torch}.zeros({Literal.Of(state.Rows)}, {batch}, {SizeOf(state)}, device: weight.device, dtype: weight.dtype)").ToList();
            if (!plan.Model.ReadsMemory)
            {
                writer.Line($"{names["ArgumentOutOfRangeException"]}.ThrowIfNegativeOrZero(batch);");
            }

            writer.Line($"var weight = {AnyWeight(plan, names)};");
            if (plan.Model.ReadsMemory)
            {
                var checks = MemoryChecks(plan, names, "batch", "weight").ToList();
                writer.Line($"var rows = {checks[0]};");
                checks.Skip(1).ToList().ForEach(check => writer.Line(check + ";"));
            }

            if (zeros.Count == 1)
            {
                writer.Line($"return new State({zeros[0]});");
            }
            else
            {
                writer.Line("return new State(\n    " + string.Join(",\n    ", zeros) + ");");
            }
        }

        writer.Line();
    }

    /// <summary>How long a state is, as the methods write it.</summary>
    private static string SizeOf(StateTensor state) => state.Size is { } size ? ConstructorEmitter.StoredSize(size) : "memory.Positions";

    /// <summary>A tensor that is where the weights are, and that somebody else disposes; null of a model that has none of its own.</summary>
    private static string AnyWeight(Plan plan, TypeNames names)
    {
        if (plan.Recurrences.Count == 0)
        {
            return plan.Model.Layers.FirstOrDefault(layer => HasWeight(layer, names)) is { } other ? $"{other.Property}.get_parameter(\"weight\")" : "null";
        }

        var (layer, isModule) = (plan.Recurrences[0].Layer, plan.Recurrences[0].HasModuleOfTorchSharp);
        return layer.UserCell is not null ? $"{layer.Property}.AnyParameter"
            : !isModule ? $"{layer.Property}.Layer(0).Input"
            : plan.HasStep ? $"{EmittedMembers.WeightsField(layer)}[0]"
            : $"{layer.Property}.get_parameter(\"weight_ih_l0\")!";
    }

    private static bool HasWeight(Layer layer, TypeNames names) => TorchOperations.Of(layer, names).Any(operation => operation.HasWeight);

    /// <summary>A weight whose dtype and device the input has; null where the author's own code reads it first, and may convert it.</summary>
    private string WeightOfInput() =>
        _plan.Model.Layers.TakeWhile(layer => !HasWeight(layer, _names) && layer is not RecurrentLayer).Any(layer => layer.Operations.Any(operation => operation is UserCodeOperation)) ? "null" : AnyWeight(_plan, _names);

    private static void EmitStep(Plan plan, TypeNames names, SourceWriter writer)
    {
        var emitter = new ForwardEmitter(plan, names, isStep: true);
        StepSignature(plan, names, writer, emitter._input);
        using (writer.Braces())
        {
            emitter.EmitBody(writer);
        }

        writer.Line();
    }

    private void EmitBody(SourceWriter writer)
    {
        var model = _plan.Model;
        EmitOpening(writer, takesState: _isStep || _plan.CarriesState);
        for (var i = 0; i < model.Layers.Count; i++)
        {
            if (!_isStep && _plan.Loop is { } loop && loop.First == i)
            {
                TranslateStepLoop(loop);
                i = loop.Last;
                continue;
            }

            if (!_isStep && _plan.AttentionRecurrence is { } recurrence && recurrence.Attention == model.Layers[i])
            {
                TranslateAttentionRecurrence(recurrence);
                i++;
                continue;
            }

            Translate(model.Layers[i], i + 1 < model.Layers.Count ? model.Layers[i + 1] : null);
        }

        Statement.Write(_statements, writer);

        var output = $"{_current}.MoveToOuterDisposeScope()";
        var weights = _plan.Model.Attention is null ? "" : $", {_weights}.MoveToOuterDisposeScope()";
        writer.Line(_isStep || _plan.CarriesState
            ? $"return ({output}, new State({string.Join(", ", _plan.State.Select(state => _finalStates[state]))}).MoveToOuterDisposeScope(){weights});"
            : $"return {output};");
    }

    /// <summary>The checks that a memory is the decoder's own, each of which gives the number of rows that read it.</summary>
    private static IEnumerable<string> MemoryChecks(Plan plan, TypeNames names, string rows, string weight)
    {
        var (call, model) = ($"{names["Expect"]}.Memory(memory, {rows}, ", $"{weight}, {names.NameOfModel})");
        if (plan.Model.Attention is { } attention)
        {
            yield return $"{call}{attention.Property}, {model}";
        }

        if (plan.Model.Context is not null)
        {
            yield return $"{call}{ConstructorEmitter.StoredSize(ContextLayer.SummarySize)}, {model}";
        }
    }

    /// <summary>The checks of the arguments, and the dispose scope.</summary>
    private void EmitOpening(SourceWriter writer, bool takesState)
    {
        var model = _plan.Model;
        if (model.Copy is { Extra: > 0 } copy)
        {
            writer.Line("// Tokens beyond the vocabulary are read as the unknown token.")
                .Line($"{_input} = {_names["PointerGenerator"]}.ReplaceExtraWords({_input}, {ConstructorEmitter.StoredSize(copy.Vocabulary)}, {Literal.Of(copy.Extra)}, {Literal.Of(copy.Unknown)}, {_names.NameOfModel});");
        }

        writer.Line(Check());
        if (model.ReadsMemory)
        {
            foreach (var check in MemoryChecks(_plan, _names, $"{_input}.size(0)", AnyWeight(_plan, _names)))
            {
                writer.Line(check + ";");
            }
        }

        if (takesState)
        {
            var sizes = string.Join(", ", _plan.State.Select(state => $"({Literal.Of(state.Rows)}, {SizeOf(state)})"));
            writer.Line($"{_names["Expect"]}.State(state, {_input}, {AnyWeight(_plan, _names)}, [{sizes}], {_names.NameOfModel}{(model.ReadsMemory ? ", readsMemory: true" : "")});");
        }

        writer.Line($"using var scope = {_names.Torch}.NewDisposeScope();");
        if (model.ReadsMemory)
        {
            writer.Line($"state ??= InitialState(memory, {_input}.size(0));");
        }
        else if (_isStep)
        {
            writer.Line($"state ??= InitialState({_input}.size(0));");
        }
        else if (model.TakesLengths)
        {
            var shortest = model.EndTime.Shrink > 0 ? $", shortest: {Literal.Of(model.EndTime.Shrink + 1)}" : "";
            writer.Line($"lengths = {_names["Expect"]}.Lengths(lengths, {_input}, {_names.NameOfModel}{shortest});");
        }

        writer.Line();
    }

    /// <summary>Checks the input, so that an error is in terms of the model and not of libtorch.</summary>
    private string Check()
    {
        var expect = _names["Expect"];
        var model = _names.NameOfModel;
        var suffix = _isStep ? "Step" : "";
        return _plan.Model.Input switch
        {
            SequenceShape features => $"{expect}.Features{suffix}({_input}, {ConstructorEmitter.StoredSize(features.Features)}, {WeightOfInput()}, {model});",
            ImageShape image => $"{expect}.Images({_input}, {string.Join(", ", new[] { image.Channels, image.Height, image.Width }.Select(ConstructorEmitter.StoredSize))}, {WeightOfInput()}, {model});",
            _ => $"{expect}.Tokens{suffix}({_input}, {_plan.Model.Layers[0].Property}, {model});",
        };
    }

    private void Translate(Layer layer, Layer? next)
    {
        var output = _isStep ? layer.Output.Step : layer.Output;
        CaptureToken(layer);
        switch (layer)
        {
            case RecurrentLayer recurrent:
                TranslateRecurrent(recurrent, next, output);
                break;

            case StatelessLayer stateless:
                foreach (var operation in TorchOperations.Of(layer, _names))
                {
                    operation.Print(this, stateless, output);
                }

                break;
        }
    }

    private void TranslateRecurrent(RecurrentLayer layer, Layer? next, Shape output)
    {
        var recurrence = _plan.Of(layer);
        var local = Identifiers.ToCamelCase(layer.Property);
        var carries = _isStep || _plan.CarriesState;

        // The names of the results; what nobody reads is discarded.
        var readsFinalState = next is not null && next.Operations.Any(operation => operation is FinalStateOperation);
        var sequence = readsFinalState && !_isStep ? "_" : _locals.Allocate(local);
        var finals = recurrence.State.Select((state, i) => carries || (i == 0 && readsFinalState) ? _locals.Allocate(local + state.Kind) : "_").ToList();
        for (var i = 0; i < finals.Count; i++)
        {
            _finalStates[recurrence.State[i]] = finals[i];
        }

        var call = new RecurrenceCall(recurrence, _plan, _names);
        var code = $"var ({string.Join(", ", finals.Prepend(sequence))}) = {(_isStep ? call.Step(WithAttentionalFeed(layer), _before) : call.Sequence(_current, _lengths))};";
        _statements.Add(new Statement(
            $"{layer.Key}: {call.Intent(_isStep)}",
            code,
            sequence == "_" ? recurrence.State[0].Shape : output.ToString()));
        (_current, _output) = (sequence, sequence);
    }

    /// <summary>The last layer's part of a final hidden state, with both directions where there are two.</summary>
    public static string LastOf(RecurrentLayer layer, string hidden, TypeNames names)
    {
        var (forth, back) = ($"{hidden}.select(0, -2)", $"{hidden}.select(0, -1)");
        return !layer.Bidirectional ? back : layer.Options.Merge switch
        {
            MergeKind.Sum => $"{forth}.add({back}, {names["Scalars"]}.One)",
            MergeKind.Mean => $"{forth}.add({back}, {names["Scalars"]}.One) / {names["Scalars"]}.Two",
            _ => $"{names.Torch}.cat([{forth}, {back}], 1)",
        };
    }
}
