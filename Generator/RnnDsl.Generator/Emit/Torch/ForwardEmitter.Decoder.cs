using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>The layers of decoders alone: attention, context and readout, and the loop that computes layers step by step.</summary>
internal sealed partial class ForwardEmitter
{
    /// <summary>How a state before the step is written.</summary>
    private Func<StateTensor, string> _before;

    /// <summary>The local that holds what the first reader of the token reads.</summary>
    private string _token = "";

    /// <summary>The local that holds what the last recurrence gave.</summary>
    private string _output = "";

    /// <summary>The locals of the context vector and of the attention weights.</summary>
    private string _context = "";

    private string _weights = "";

    /// <summary>The local of the summary vector of the source.</summary>
    private string _summary = "";

    /// <summary>The documentation and the header of <c>CreateMemory</c>.</summary>
    public static void RememberSignature(Plan plan, TypeNames names, SourceWriter writer)
    {
        var (attends, sums) = (plan.Model.Attention is not null, plan.Model.Context is not null);
        List<string> parameters = [];
        writer.Line("/// <summary>Computes the memory that the decoder reads at every step, once for each source.</summary>");
        if (attends)
        {
            writer.Line($"/// <param name=\"values\">[sources, positions, {AttentionLayer.MemorySize}], the attention values.</param>")
                .Line("/// <param name=\"lengths\">int64 [sources], the number of valid positions of each source. <c>null</c>: all are valid.</param>");
            parameters.Add($"{names.Tensor} values");
        }

        if (sums)
        {
            writer.Line($"/// <param name=\"summary\">[sources, {ContextLayer.SummarySize}], one summary vector per source.</param>");
            parameters.Add($"{names.Tensor} summary");
        }

        if (attends)
        {
            parameters.Add($"{names.Tensor}? lengths = null");
        }

        if (plan.Model.Copy is not null)
        {
            writer.Line("/// <param name=\"tokens\">int64 [sources, positions], the source tokens, which can be copied.</param>");
            parameters.Insert(parameters.Count - 1, $"{names.Tensor} tokens");
        }

        writer.Line(ModelEmitter.Generated(names))
            .Line($"public {names["EncoderMemory"]} CreateMemory({string.Join(", ", parameters)})");
    }

    private static void EmitRemember(Plan plan, TypeNames names, SourceWriter writer)
    {
        if (!plan.Model.ReadsMemory)
        {
            return;
        }

        var sums = plan.Model.Context is not null;
        var (expect, model) = (names["Expect"], names.NameOfModel);
        RememberSignature(plan, names, writer);
        using (writer.Braces())
        {
            writer.Line($"var weight = {AnyWeight(plan, names)};");
            if (plan.Model.Attention is not null)
            {
                writer.Line($"{expect}.Values(values, {ConstructorEmitter.StoredSize(AttentionLayer.MemorySize)}, weight, {model});");
            }

            if (sums)
            {
                writer.Line($"{expect}.Summary(summary, {ConstructorEmitter.StoredSize(ContextLayer.SummarySize)}, {(plan.Model.Attention is null ? "null" : "values")}, weight, {model});");
            }

            writer.Line("return " + (plan.Model.Attention is { } attention
                ? $"{attention.Property}.CreateMemory(values, {expect}.Lengths(lengths, values, {model})){With(sums ? "Summary = summary.alias()" : null, plan.Model.Copy is { } copy ? $"Tokens = {copy.Property}.CopiedTokens(tokens, values, {ConstructorEmitter.StoredSize(copy.Vocabulary)}, {model})" : null)};"
                : $"new {names["EncoderMemory"]} {{ Sources = summary.size(0), Summary = summary.alias() }};"));
        }

        writer.Line();
    }

    private static string With(params string?[] parts) =>
        parts.All(part => part is null) ? "" : $" with {{ {string.Join(", ", parts.Where(part => part is not null))} }}";

    /// <summary>Writes the loop over the layers that run step by step.</summary>
    private static void EmitStepLoop(Plan plan, TypeNames names, SourceWriter writer)
    {
        if (plan.Loop is not { } loop)
        {
            return;
        }

        var (layers, tensor) = (plan.Model.Layers, names.Tensor);
        var emitter = new ForwardEmitter(plan, names, isStep: true) { _current = "steps[t]" };
        foreach (var name in ScopeNames.StepLoop)
        {
            emitter._locals.Allocate(name);
        }

        var givesToken = GivesToken(plan, loop);
        emitter._token = givesToken ? "tokens[t]" : "";

        var states = plan.LoopState.ToList();
        var carried = states.ToDictionary(state => state, state => emitter._locals.Allocate(Identifiers.ToCamelCase(state.Name) + "Before"));
        emitter._before = state => carried[state];
        for (var i = loop.First; i <= loop.Last; i++)
        {
            emitter.Translate(layers[i], i < loop.Last ? layers[i + 1] : null);
        }

        var results = emitter.Results(loop).Select(result => (result.Name, result.Local, Steps: emitter._locals.Allocate(result.Local + "Steps"))).ToList();
        writer.Line($"/// <summary>{Capitalised(Names(loop, layers))}, step by step: {Why(plan)}.</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private ({string.Join(", ", TupleNames.Of(results.Select(result => result.Name).Concat(states.Select(state => state.Name))).Select(name => $"{tensor} {name}"))}) "
                + $"{EmittedMembers.UnrollDecoder}({tensor} sequence, {(givesToken ? $"{tensor} token, " : "")}{names["EncoderMemory"]} memory, State state)");
        using (writer.Braces())
        {
            writer.Line($"var steps = sequence.unbind(1); // one tensor per step, each {layers[loop.First - 1].Output.Step}");
            if (givesToken)
            {
                writer.Line("var tokens = token.unbind(1); // likewise, what the token is before the summary of the source is added");
            }

            foreach (var (_, _, all) in results)
            {
                writer.Line($"var {all} = new {tensor}[steps.Length];");
            }

            foreach (var state in states)
            {
                writer.Line($"var {carried[state]} = state.{state.Name};");
            }

            writer.Line("for (var t = 0; t < steps.Length; t++)");
            using (writer.Braces())
            {
                Statement.Write(emitter._statements, writer);
                foreach (var (_, local, all) in results)
                {
                    writer.Line($"{all}[t] = {local};");
                }

                foreach (var state in states)
                {
                    writer.Line($"{carried[state]} = {emitter._finalStates[state]};");
                }
            }

            writer.Line()
                .Line($"return ({string.Join(", ", results.Select(result => $"{names.Torch}.stack({result.Steps}, 1)").Concat(states.Select(state => carried[state])))});");
        }

        writer.Line();
    }

    /// <summary>The results of the loop: its output, the context vector if a later readout reads it, and the attention weights.</summary>
    private IEnumerable<(string Name, string Local)> Results(StepLoop loop)
    {
        yield return ("Output", _current);
        if (HandsOnState(loop))
        {
            yield return ("Last", _output);
        }

        if (HandsOnContext(loop))
        {
            yield return ("Context", _context);
        }

        yield return ("Weights", _weights);
    }

    /// <summary>Whether a readout in the loop reads the token, and the loop begins below a [Context], which adds to it.</summary>
    private static bool GivesToken(Plan plan, StepLoop loop) =>
        plan.Model.Layers.Take(loop.First).Any(layer => layer is ContextLayer)
        && plan.Model.Layers.Skip(loop.First).Take(loop.Last - loop.First + 1).OfType<ReadoutLayer>().Any(readout => readout.AddsToken);

    private bool HandsOnContext(StepLoop loop) =>
        _plan.Model.Copy is not null || (_plan.Model.Layers.Skip(loop.Last + 1).OfType<ReadoutLayer>().Any(readout => readout.AddsContext) && _plan.Model.Attention is { BeforeCell: true });

    /// <summary>Whether what the last recurrence gave is read below the loop, and the loop ends in something else.</summary>
    private bool HandsOnState(StepLoop loop) => _plan.Model.Copy is not null && _plan.Model.Layers[loop.Last] is not RecurrentLayer;

    /// <summary>The call of the loop, in the run over a sequence.</summary>
    private void TranslateStepLoop(StepLoop loop)
    {
        var layers = _plan.Model.Layers;
        CaptureToken(layers[loop.First]);
        var local = Identifiers.ToCamelCase(layers[loop.Last].Property);
        var output = _locals.Allocate(local);
        _output = HandsOnState(loop) ? _locals.Allocate("last") : output;
        _context = HandsOnContext(loop) ? _locals.Allocate("context") : _context;
        _weights = _locals.Allocate("weights");
        var states = _plan.LoopState.ToList();
        foreach (var state in states)
        {
            _finalStates[state] = _locals.Allocate(state.Kind == state.Name && state.Layer is not RecurrentLayer ? Identifiers.ToCamelCase(state.Name) : Identifiers.ToCamelCase(state.Layer.Property) + state.Kind);
        }

        var given = new[] { output }.Concat(HandsOnState(loop) ? [_output] : Array.Empty<string>()).Concat(HandsOnContext(loop) ? [_context] : Array.Empty<string>()).Append(_weights).Concat(states.Select(state => _finalStates[state]));
        _statements.Add(new Statement(
            $"{Names(loop, layers)}: step by step, because {Why(_plan)}.",
            $"var ({string.Join(", ", given)}) = {EmittedMembers.UnrollDecoder}({_current}, {(GivesToken(_plan, loop) ? _token + ", " : "")}memory, state);",
            layers[loop.Last].Output.ToString()));
        _current = output;
    }

    /// <summary>The call of a loop in which a recurrence and the attention above it run together.</summary>
    private void TranslateAttentionRecurrence(AttentionRecurrence recurrence)
    {
        var (attention, layer) = (recurrence.Attention, recurrence.Layer);
        CaptureToken(attention);
        var local = Identifiers.ToCamelCase(layer.Property);
        var output = _locals.Allocate(local);
        _output = output;
        var reads = _plan.Model.Copy is not null || _plan.Model.Layers.OfType<ReadoutLayer>().Any(readout => readout.AddsContext);
        _context = reads ? _locals.Allocate("context") : "_";
        _weights = _locals.Allocate("weights");
        var states = _plan.Of(layer).State;
        foreach (var state in states)
        {
            _finalStates[state] = _locals.Allocate(local + state.Kind);
        }

        _statements.Add(new Statement(
            $"{attention.Key} and {layer.Key}: attention scores {attention.Formula} with the previous hidden state as query; the context vector enters the cell.",
            $"var ({string.Join(", ", new[] { output, _context, _weights }.Concat(states.Select(state => _finalStates[state])))}) = "
                + $"{EmittedMembers.Attend(layer)}({_current}, memory{string.Concat(states.Select(state => ", " + _before(state)))});",
            layer.Output.ToString()));
        _current = output;
    }

    private static string Why(Plan plan) => plan.Model.Attention is { BeforeCell: true }
        ? "the attention query is the previous hidden state"
        : $"the output of {plan.Model.Layers.OfType<ReadoutLayer>().First().Key} is fed back (input feeding)";

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    private static string Names(StepLoop loop, EquatableArray<Layer> layers)
    {
        var keys = layers.Skip(loop.First).Take(loop.Last - loop.First + 1).Select(layer => layer.Key).ToList();
        return $"{string.Join(", ", keys.Take(keys.Count - 1))} and {keys[keys.Count - 1]}";
    }

    /// <summary>The recurrence that the loop is named after.</summary>
    private static RecurrentLayer LastRecurrenceOf(StepLoop loop, EquatableArray<Layer> layers) =>
        layers.Skip(loop.First).Take(loop.Last - loop.First + 1).OfType<RecurrentLayer>().Last();

    /// <summary>What the token has become where something first reads it.</summary>
    private void CaptureToken(Layer layer)
    {
        if (_token.Length == 0 && layer is RecurrentLayer or AttentionLayer or ContextLayer or ReadoutLayer)
        {
            _token = _current;
        }
    }

    /// <summary>What a recurrence reads: the readout of the step before as well, where it is the first and that is fed back.</summary>
    private string WithAttentionalFeed(RecurrentLayer layer) =>
        _plan.ExtraStateOf(StateTensor.AttentionalFeed) is { } fed && _plan.Model.Recurrences.First() == layer
            ? $"{_names.Torch}.cat([{_current}, {_before(fed)}.squeeze(0)], 1)"
            : _current;

    /// <summary>The local that holds the embedded token.</summary>
    public string Token => _token;

    /// <summary>The local that holds the output of the last recurrent layer.</summary>
    public string LastOutput => _output;

    public string Context => _context;

    public string AttentionWeights => _weights;

    /// <summary>Adds the attention weights and the context vector, and the states that depend on them.</summary>
    public void Attend(StatelessLayer layer, AttentionOperation attention, Shape output)
    {
        var extra = new[] { (Name: "coverage", State: _plan.ExtraStateOf(StateTensor.Coverage)), (Name: "previousWeights", State: _plan.ExtraStateOf(StateTensor.PreviousWeights)) };
        var query = attention.BeforeCell ? $"{_before(HiddenOf(layer))}.select(0, 0)" : _current;
        var arguments = extra.Where(part => part.State is not null).Select(part => $", {part.Name}: {_before(part.State!)}.squeeze(0)").ToList();
        var call = _isStep ? $"Step({query}, memory{string.Concat(arguments)})"
            : attention.UsesPreviousWeights ? $"StepByStep({query}, memory, {string.Join(", ", extra.Select(part => part.State is null ? "null" : $"{_before(part.State)}.squeeze(0)"))})"
            : $"AllSteps({query}, memory)";
        _context = _locals.Allocate("context");
        _weights = _locals.Allocate("weights");
        _statements.Add(new Statement(
            $"{layer.Key}: attention weights, softmax of {attention.Formula}, and the context vector; query q: the {(attention.BeforeCell ? "previous" : "current")} hidden state.",
            $"var ({_context}, {_weights}) = {layer.Property}.{call};",
            ShapeBeside(output, attention.ContextSize)));
        foreach (var (name, state) in extra.Where(part => part.State is not null))
        {
            var after = _locals.Allocate(name);
            _finalStates[state!] = after;
            var (intent, code) = (name, _isStep) switch
            {
                ("coverage", true) => ("coverage, the sum of the attention weights so far.", $"{_before(state!)}.add({_weights}.unsqueeze(0), {_names["Scalars"]}.One)"),
                ("coverage", false) => ("coverage, the sum of the attention weights so far.", $"{_before(state!)}.add({_weights}.sum(1).unsqueeze(0), {_names["Scalars"]}.One)"),
                (_, true) => ("attention weights, for the next step.", $"{_names.Torch}.stack([{_weights}])"),
                _ => ("attention weights, for the next step.", $"{_names.Torch}.stack([{_weights}.select(1, -1)])"),
            };
            _statements.Add(new Statement($"{layer.Key}: {intent}", $"var {after} = {code};", state!.Shape));
        }

        DeclareJoined(layer, "input and context vector, concatenated.", [_current, _context], output);
    }

    /// <summary>Adds the summary vector of the source.</summary>
    public void AddSummary(StatelessLayer layer, Shape output) => DeclareJoined(layer, "input and output, concatenated.", [_current, Summary(layer)], output);

    /// <summary>The local that holds the summary vector of the source: a loop over steps has its own.</summary>
    public string Summary(StatelessLayer layer)
    {
        if (_summary.Length == 0)
        {
            _summary = _locals.Allocate("summary");
            _statements.Add(new Statement($"{layer.Key}: source summary at every step.", $"var {_summary} = memory.SummaryAt({_current});", ShapeBeside(_isStep ? layer.Output.Step : layer.Output, ContextLayer.SummarySize)));
        }

        return _summary;
    }

    /// <summary>Makes the value an input of the next step, if the model feeds it back.</summary>
    public void FeedBack()
    {
        if (_plan.ExtraStateOf(StateTensor.AttentionalFeed) is { } fed && _isStep)
        {
            _finalStates[fed] = $"{_names.Torch}.stack([{_current}])";
        }
    }

    /// <summary>The shape of a value that is concatenated with the layer's input.</summary>
    private static string ShapeBeside(Shape flow, Polynomial features) => flow switch
    {
        SequenceShape sequence => (sequence with { Features = features }).ToString(),
        _ => new VectorShape(features).ToString(),
    };

    private void DeclareJoined(Layer layer, string intent, IEnumerable<string> parts, Shape output) =>
        Assign(layer, intent, $"{_names.Torch}.cat([{string.Join(", ", parts)}], -1)", output);

    /// <summary>The hidden state of the layer that is the query.</summary>
    private StateTensor HiddenOf(StatelessLayer attention)
    {
        var recurrent = _plan.Model.Layers.SkipWhile(layer => layer != attention).OfType<RecurrentLayer>().First();
        return _plan.State.First(state => state.Layer == recurrent);
    }
}
