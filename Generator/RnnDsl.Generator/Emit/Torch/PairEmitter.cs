using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Prints an encoder and a decoder as one module.</summary>
internal sealed class PairEmitter
{
    private const string Place = "device: device, dtype: dtype";

    private readonly PairPlan _plan;
    private readonly Pair _pair;
    private readonly Model _encoder;
    private readonly Model _decoder;
    private readonly TypeNames _names;
    private readonly SourceWriter _writer;

    private PairEmitter(PairPlan plan, TypeNames names, SourceWriter writer)
    {
        (_plan, _pair, _names, _writer) = (plan, plan.Pair, names, writer);
        (_encoder, _decoder) = (_pair.Encoder.Model, _pair.Decoder.Model);
    }

    public static string Emit(PairPlan plan) =>
        FileFrame.Write(plan.Pair.Type, "from the attribute of", (names, writer) => new PairEmitter(plan, names, writer).EmitClass());

    /// <summary>The decoder's state; of a broken pair whose decoder has none, anything.</summary>
    private string State => _pair.Decoder.State ?? "object";

    private bool Attends => _decoder.Attention is not null;

    /// <summary>Whether the network can read what it has written, in training.</summary>
    private bool Samples => _decoder.Input is TokenShape;

    /// <summary>Whether what it writes is what it reads: scores of the words that it knows.</summary>
    private bool WritesWords => _decoder.Layers.Count > 0 && _decoder.Layers[0] is EmbeddingLayer read
        && (_decoder.Copy?.Vocabulary ?? (_decoder.Output as SequenceShape)?.Features) == read.Vocabulary;

    private bool TakesLengths => _encoder.TakesLengths;

    private string Refuse => $"throw new {_names["NotSupportedException"]}({Literal.Of($"The model '{_pair.Type.Level.Name}' has errors: {string.Join("; ", _pair.Errors)}.")})";

    private void EmitClass()
    {
        var isBroken = _pair.Errors.Count > 0;
        var byHand = new HashSet<string>(_pair.Type.ByHand.Names, StringComparer.Ordinal);
        var type = _pair.Type;

        // As in a broken model, the base class and its interface are asked for only where all can be given that they are abstract in.
        var isModule = (type.BaseType is null || type.HasModuleAsBase) && type is { Kind: ClassKind.Class, HasPrimaryConstructor: false };
        var isWhole = !isBroken || (isModule && _pair.Decoder is { State: not null, Accessibility: "public" }
            && !PairRules.Members(_pair).Any(name => name == type.Level.Name || (byHand.Contains(name) && !type.ByHand.Overrides.Contains(name))));

        // No member has its class's name.
        byHand.Add(type.Level.Name);
        if (!isBroken)
        {
            EmitRemarks();
        }

        var bases = isWhole ? " :\n    " + string.Join(",\n    ", Bases()) : isModule ? $" : {_names.Nn}.Module" : "";
        _writer.Line($"partial {type.Level.Keyword} {type.Level.Display}{bases}");
        using (_writer.Braces())
        {
            if (!type.HasPrimaryConstructor)
            {
                EmitConstructor(isBroken, callsBase: isModule && !type.HasModuleAsBase);
            }

            EmitProperties(isBroken, byHand);
            Method("forward", isWhole ? "public override" : "public", isBroken, byHand, ForwardDoc, () => ForwardSignature(withDefaults: true), EmitForward);
            if (!byHand.Contains("call"))
            {
                _writer.Line("/// <inheritdoc cref=\"forward\"/>").Line(ModelEmitter.Generated(_names))
                    .Line($"{(isWhole ? "public new" : "public")} {Result} call({ForwardSignature(withDefaults: true)}) => {(isBroken ? Refuse : $"base.call({string.Join(", ", ForwardNames())})")};").Line();
            }

            Method("Encode", _pair.Decoder.Accessibility, isBroken, byHand, EncodeDoc, () => $"{_names.Tensor} source, {_names.Tensor}? sourceLengths = null", EmitEncode, $"({_names["EncoderMemory"]} Memory, {State} State)");
            Method("Step", _pair.Decoder.Accessibility, isBroken, byHand, StepDoc, () => $"{_names.Tensor} tokens, {_names["EncoderMemory"]} memory, {State} state", EmitStep, $"({_names.Tensor} Output, {State} State, {_names.Tensor}? Weights)");
            if (_decoder.Attention is { Coverage: true } && !byHand.Contains("CoverageLoss"))
            {
                HeadEmitter.CoverageLossSignature(_names, _writer);
                _writer.Line(isBroken ? $"    => {Refuse};" : "    => Decoder.CoverageLoss(weights, lengths);").Line();
            }

            if (_decoder.Head is { } head && !byHand.Contains("Loss"))
            {
                EmitLoss(head, isBroken);
            }

            if (!isBroken)
            {
                _writer.Line("/// <summary>Nothing is left to register: the constructor has registered both sides by their names, without reflection.</summary>")
                    .Line(ModelEmitter.Generated(_names))
                    .Line("protected override void RegisterComponents() { }").Line();
            }

            if (!type.ByHand.HasHookOfItsOwn)
            {
                _writer.Line("/// <summary>Called at the end of construction. Implement it to change weights or to register modules of your own.</summary>")
                    .Line("partial void OnConstructed();").Line();
            }
        }
    }

    private IEnumerable<string> Bases()
    {
        yield return $"{_names.Nn}.Module<{string.Join(", ", ForwardTypes().Append(Result))}>";
        yield return $"{_names["IEncoderDecoder"]}<{State}>";
    }

    private string Result => Attends ? $"({_names.Tensor} Output, {_names.Tensor} Weights)" : _names.Tensor;

    private IEnumerable<string> ForwardTypes() =>
        [_names.Tensor, .. TakesLengths ? [_names.Tensor + "?"] : Array.Empty<string>(), _names.Tensor, .. Samples ? ["double"] : Array.Empty<string>()];

    private IEnumerable<string> ForwardNames() =>
        ["source", .. TakesLengths ? ["sourceLengths"] : Array.Empty<string>(), "target", .. Samples ? ["sampling"] : Array.Empty<string>()];

    private string ForwardSignature(bool withDefaults) =>
        string.Join(", ", ForwardTypes().Zip(ForwardNames(), (type, name) => $"{type} {name}{(withDefaults && name == "sampling" ? " = 0" : "")}"));

    private void Method(string name, string modifiers, bool isBroken, HashSet<string> byHand, Action doc, Func<string> signature, Action body, string? result = null)
    {
        if (byHand.Contains(name))
        {
            return;
        }

        doc();
        _writer.Line(ModelEmitter.Generated(_names)).Line($"{modifiers} {result ?? Result} {name}({signature()})");
        if (isBroken)
        {
            _writer.Line($"    => {Refuse};").Line();
            return;
        }

        using (_writer.Braces())
        {
            body();
        }

        _writer.Line();
    }

    /// <summary>A side's name, which may have type arguments, in documentation.</summary>
    private static string Documented(Side side) => side.Display.Replace("<", "&lt;").Replace(">", "&gt;");

    private void EmitRemarks()
    {
        var rows = new List<(string Part, string What, Polynomial Count)>
        {
            ("Encoder", $"{Documented(_pair.Encoder)}: {_encoder.Input} to {_encoder.Output}", _encoder.ParameterCount),
            ("Decoder", $"{Documented(_pair.Decoder)}: {_decoder.Input} to {_decoder.Output}", Told(_decoder.ParameterCount)),
        };
        if (_pair.HasBridgeWeights)
        {
            rows.AddRange(PairBridges.Of(_pair).Select(bridge => (bridge.Property, $"[batch, {bridge.InputSize}] to [{Literal.Of(bridge.Layers)}, batch, {bridge.Size}]", (bridge.InputSize + 1) * (bridge.Layers * bridge.Size))));
        }

        if (_pair.SharedEmbedding)
        {
            rows.Add(("", "one table for both", (Polynomial)(-1) * _encoder.Layers.OfType<EmbeddingLayer>().First().ParameterCount));
        }

        rows.Add(("", "total", rows.Aggregate((Polynomial)0, (sum, row) => sum + row.Count)));
        var (first, second) = (rows.Max(row => row.Part.Length), rows.Max(row => row.What.Length));
        _writer.Line("/// <remarks>").Line("/// <code>");
        foreach (var (part, what, count) in rows)
        {
            _writer.Line($"/// {part.PadRight(first)}   {what.PadRight(second)}   {count.ToCount()}");
        }

        _writer.Line("/// </code>")
            .Line($"/// <para>The decoder begins with {Begins()}.</para>")
            .Line("/// </remarks>");
    }

    /// <summary>A count of the decoder's with the encoder's sizes in it.</summary>
    private Polynomial Told(Polynomial count) => count.With(name => name switch
    {
        DecoderSizes.Memory => _pair.MemorySize,
        DecoderSizes.Summary => _pair.SummarySize,
        _ => Polynomial.Symbol(name),
    });

    private string Begins() => _pair.Bridge switch
    {
        BridgeKind.Zero => "zeros",
        BridgeKind.Mean => "the mean of the encoder's steps",
        BridgeKind.Dense => "tanh(W s + b) of the encoder's final states",
        BridgeKind.DenseMean => "tanh(W s + b) of the mean of the encoder's steps",
        _ => "the encoder's final states",
    };

    private void EmitConstructor(bool isBroken, bool callsBase)
    {
        var parameters = _pair.Parameters;

        // Two of one name have been reported.
        var vectors = Vectors().Where(vectors => !isBroken || parameters.All(parameter => parameter.Name != vectors.Parameter)).ToList();
        _writer.Line("/// <summary>Creates the network with freshly drawn weights.</summary>");
        foreach (var parameter in parameters)
        {
            _writer.Line($"/// <param name=\"{parameter.Name}\">The {string.Join(" and the ", parameter.Uses.Select(use => $"{use.Role} of <c>{use.Layer}</c>"))}.</param>");
        }

        foreach (var (table, parameter) in vectors)
        {
            _writer.Line($"/// <param name=\"{parameter}\">What the table of <c>{table.Key}</c> begins with: [{table.Vocabulary}, {table.Features}].</param>");
        }

        _writer.Line("/// <param name=\"device\">Where the weights lie; TorchSharp's default device if it is <c>null</c>.</param>")
            .Line("/// <param name=\"dtype\">The weights' precision; TorchSharp's default type if it is <c>null</c>.</param>");
        if (parameters.Count > 0)
        {
            _writer.Line($"/// <exception cref=\"{_names["ArgumentOutOfRangeException"]}\">A size is less than 1.</exception>");
        }

        var list = parameters.Where(parameter => parameter.Default is null).Select(parameter => $"long {parameter.Name}")
            .Concat(vectors.Select(given => $"{_names.Tensor} {given.Parameter}"))
            .Concat(parameters.Where(parameter => parameter.Default is not null).Select(parameter => $"long {parameter.Name} = {Literal.Of(parameter.Default!.Value)}"))
            .Append($"{_names["Device"]}? device = null")
            .Append($"{_names["ScalarType"]}? dtype = null");
        _writer.Line(ModelEmitter.Generated(_names))
            .Line($"public {_pair.Type.Level.Identifier}({string.Join(", ", list)})" + (isBroken ? (callsBase ? $" : base({Literal.Of(_pair.Type.Level.Name)})" : "") + $" => {Refuse};" : ""));
        if (isBroken)
        {
            _writer.Line();
            return;
        }

        _writer.Line($"    : base(nameof({_pair.Type.Level.Display}))");
        using (_writer.Braces())
        {
            foreach (var parameter in parameters)
            {
                _writer.Line($"{_names["ArgumentOutOfRangeException"]}.ThrowIfNegativeOrZero({parameter.Name});");
            }

            if (parameters.Count > 0)
            {
                _writer.Line();
            }

            _writer.Line($"Encoder = new {_pair.Encoder.FullName}({string.Join(", ", Arguments(_encoder, "encoder"))});")
                .Line($"Decoder = new {_pair.Decoder.FullName}({string.Join(", ", Arguments(_decoder, "decoder"))});");
            foreach (var bridge in Bridges())
            {
                _writer.Line($"{bridge.Property} = {_names.Nn}.Linear({bridge.InputSize.ToCSharp()}, {(bridge.Layers * bridge.Size).ToCSharp()}, {Place});");
            }

            _writer.Line().Line("register_module(\"encoder\", Encoder);").Line("register_module(\"decoder\", Decoder);");
            foreach (var bridge in Bridges())
            {
                _writer.Line($"register_module({Literal.Of(bridge.Key)}, {bridge.Property});");
            }

            ConstructorEmitter.EmitEnd(_names, _writer, parameters.Select(parameter => parameter.Name).Concat(Vectors().Select(vectors => vectors.Parameter)));
        }

        _writer.Line();
    }

    private IEnumerable<PairBridge> Bridges() => _pair.HasBridgeWeights ? PairBridges.Of(_pair) : [];

    private IEnumerable<(EmbeddingLayer Table, string Parameter)> Vectors() => PairRules.Vectors(_pair);

    /// <summary>What a side's constructor is given.</summary>
    private IEnumerable<string> Arguments(Model model, string side)
    {
        foreach (var parameter in model.Parameters)
        {
            yield return parameter.Name switch
            {
                DecoderSizes.Memory when model.IsDecoder => $"memorySize: {_pair.MemorySize.ToCSharp()}",
                DecoderSizes.Summary when model.IsDecoder => $"summarySize: {_pair.SummarySize.ToCSharp()}",
                var name => $"{Escaped(name)}: {Escaped(name)}",
            };
        }

        foreach (var table in model.Layers.OfType<EmbeddingLayer>().Where(table => table.Pretrained))
        {
            yield return $"{table.VectorsParameter}: {side}{Identifiers.ToPascalCase(table.VectorsParameter)}";
        }

        if (_pair.SharedEmbedding && model.IsDecoder && model.Layers.OfType<EmbeddingLayer>().FirstOrDefault() is { } own)
        {
            yield return $"{own.SharedParameter}: Encoder.{_encoder.Layers.OfType<EmbeddingLayer>().First().Property}";
        }

        yield return Place;
    }

    private static string Escaped(string name) => Identifiers.IsKeyword(name) ? "@" + name : name;

    private void EmitProperties(bool isBroken, HashSet<string> byHand)
    {
        Property("Encoder", TypeOf(_pair.Encoder), $"What reads the source: {_encoder.Input} to {_encoder.Output}.", _pair.Encoder.Accessibility);
        Property("Decoder", TypeOf(_pair.Decoder), $"What writes the target: {_decoder.Input} to {_decoder.Output}.", _pair.Decoder.Accessibility);
        foreach (var bridge in Bridges())
        {
            Property(bridge.Property, _names["Linear"], $"From what the encoder has read to the decoder's first <c>{bridge.State}</c>: {bridge.InputSize} numbers to {bridge.Layers * bridge.Size}.");
        }

        string TypeOf(Side side) => side.FullName ?? _names.Nn + ".Module";

        void Property(string name, string type, string summary, string accessibility = "public")
        {
            if (!byHand.Contains(name))
            {
                _writer.Line($"/// <summary>{summary}</summary>").Line(ModelEmitter.Generated(_names))
                    .Line($"{accessibility} {type} {name} {(isBroken ? $"=> {Refuse};" : "{ get; }")}").Line();
            }
        }
    }

    private void ForwardDoc()
    {
        _writer.Line("/// <summary>The output at every step of the target, each step having read the target's token before it (teacher forcing).</summary>");
        SourceDoc();
        _writer.Line($"/// <param name=\"target\">{InputDoc(_decoder.Input)}: what the decoder reads, the token that begins a target first.</param>");
        if (Samples)
        {
            _writer.Line("/// <param name=\"sampling\">The probability, in [0, 1], that a step reads the likeliest token of the step before in place of the target's (scheduled sampling; Bengio et al. 2015).</param>");
        }

        _writer.Line($"/// <returns>The output {_decoder.Output}{(Attends ? " and the weights [batch, time, positions]" : "")}.</returns>");
    }

    private void SourceDoc()
    {
        _writer.Line($"/// <param name=\"source\">{InputDoc(_encoder.Input)}</param>");
        if (TakesLengths)
        {
            _writer.Line("/// <param name=\"sourceLengths\">int64 [batch], how many steps of each source are real; padding lies behind them. <c>null</c>: all are.</param>");
        }
    }

    private static string InputDoc(Shape shape) => shape is TokenShape ? $"int64 {shape}" : shape.ToString();

    private void EmitForward()
    {
        var state = _decoder.ReadsMemory ? "memory, state" : _decoder.TakesLengths ? "null, state" : "state";
        _writer.Line($"using var scope = {_names.Torch}.NewDisposeScope();")
            .Line()
            .Line("// The source is read once.")
            .Line($"var (memory, state) = Encode(source{(TakesLengths ? ", sourceLengths" : "")});");
        _writer.Line();
        if (Samples && !WritesWords)
        {
            _writer.Line("// What it writes are no scores of the words that it reads.")
                .Line("if (sampling > 0)");
            using (_writer.Braces())
            {
                _writer.Line($"throw new {_names["ArgumentException"]}({Literal.Of($"The decoder writes {(_decoder.Output as SequenceShape)?.Features.ToString()} numbers a step, which are no scores of the words that it reads: with sampling it would read them.")}, nameof(sampling));");
            }

            _writer.Line();
        }
        else if (Samples)
        {
            _writer.Line("// What is written by itself is written step by step.")
                .Line("if (sampling > 0)");
            using (_writer.Braces())
            {
                _writer.Line($"var (sampled, {(Attends ? "attended" : "_")}) = {_names["ScheduledSampling"]}.Run(this, target, memory, state, sampling);")
                    .Line(Attends
                        ? "return (sampled.MoveToOuterDisposeScope(), attended!.MoveToOuterDisposeScope());"
                        : "return sampled.MoveToOuterDisposeScope();");
            }

            _writer.Line();
        }

        _writer.Line("// All steps of the target are known.")
            .Line($"var (output, _{(Attends ? ", weights" : "")}) = Decoder.call(target, {state});")
            .Line(Attends ? "return (output.MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope());" : "return output.MoveToOuterDisposeScope();");
    }

    private void EncodeDoc()
    {
        _writer.Line("/// <summary>Reads sources: what the decoder reads of them while it writes, and the state it begins with.</summary>");
        _writer.Line($"/// <param name=\"source\">{InputDoc(_encoder.Input)}</param>")
            .Line(TakesLengths
                ? "/// <param name=\"sourceLengths\">int64 [batch], how many steps of each source are real; padding lies behind them. <c>null</c>: all are.</param>"
                : "/// <param name=\"sourceLengths\"><c>null</c>: images have none.</param>");
    }

    private void EmitEncode()
    {
        var carries = _encoder.CarriesState;
        var hasVector = _encoder.Output is VectorShape;
        if (!TakesLengths)
        {
            _writer.Line("if (sourceLengths is not null)");
            using (_writer.Braces())
            {
                _writer.Line($"throw new {_names["ArgumentException"]}(\"Images have no lengths.\", nameof(sourceLengths));");
            }

            _writer.Line();
        }

        _writer.Line($"using var scope = {_names.Torch}.NewDisposeScope();").Line();
        List<Statement> statements = [];
        var needsState = carries && (_pair.Bridge is BridgeKind.Last or BridgeKind.Dense || _decoder.Layers.Any(layer => layer is ContextLayer));
        var read = "source";
        if (_decoder.Copy is { Extra: > 0 } copy)
        {
            read = "words";
            statements.Add(new Statement("Words beyond the vocabulary are read as the one that stands for them.",
                $"var {read} = {_names["PointerGenerator"]}.Known(source, Encoder.{_encoder.Layers[0].Property}.weight!.size(0), {Literal.Of(copy.Unknown)});", _encoder.Input.ToString()));
        }

        statements.Add(new Statement(
            "The encoder: " + (carries ? "its output at every step" + (needsState ? ", and what it knows at the end." : ".") : hasVector ? "the source in one vector." : "its output at every position."),
            $"var {(carries ? $"(output, {(needsState ? "known" : "_")})" : "output")} = Encoder.call({read}{(TakesLengths ? ", sourceLengths" : "")});",
            _encoder.Output.ToString()));
        var lengths = TakesLengths ? "sourceLengths" : "null";
        if (TakesLengths && _encoder.TimeOfLengths is not null && (Attends || _pair.Bridge is BridgeKind.Mean or BridgeKind.DenseMean))
        {
            statements.Add(new Statement("How many steps the encoder has made of each source.", "var lengths = sourceLengths is null ? null : Encoder.OutputLengths(sourceLengths);", "[batch]"));
            lengths = "lengths";
        }

        if (_decoder.Layers.Any(layer => layer is ContextLayer))
        {
            statements.Add(new Statement("The source in one vector, which the decoder reads at every step.", $"var summary = {(hasVector ? "output" : LastHidden())};", $"[batch, {_pair.SummarySize}]"));
        }

        if (_decoder.ReadsMemory)
        {
            List<string> given = [.. Attends ? ["output"] : Array.Empty<string>(), .. _decoder.Layers.Any(layer => layer is ContextLayer) ? ["summary"] : Array.Empty<string>(), .. _decoder.Copy is null ? Array.Empty<string>() : ["source"], .. Attends ? [lengths] : Array.Empty<string>()];
            statements.Add(new Statement("What the decoder reads of it while it writes.", $"var memory = Decoder.Remember({string.Join(", ", given)});", "the same at every step"));
        }
        else
        {
            statements.Add(new Statement("The decoder reads nothing of it while it writes.", $"var memory = new {_names["EncoderMemory"]} {{ Sources = output.size(0) }};", "empty"));
        }

        var initial = $"Decoder.InitialState({(_decoder.ReadsMemory ? "memory" : "output.size(0)")})";
        var set = Handed(lengths, statements).ToList();
        statements.Add(new Statement($"The decoder begins with {Begins()}.",
            $"var state = {initial}{(set.Count == 0 ? "" : " with\n{\n    " + string.Join(",\n    ", set) + ",\n}")};",
            string.Join(", ", _plan.Decoder.State.Select(RemarksEmitter.StateShape).Distinct())));
        Statement.Write(statements, _writer);
        _writer.Line("return (memory.MoveToOuterDisposeScope(), state.MoveToOuterDisposeScope());");
    }

    /// <summary>The decoder's states that are not zeros, as a record's <c>with</c> sets them.</summary>
    private IEnumerable<string> Handed(string lengths, List<Statement> statements)
    {
        var bridges = _names["StateBridge"];
        var states = _plan.Decoder.Recurrences.SelectMany(recurrence => recurrence.State).ToList();
        switch (_pair.Bridge)
        {
            case BridgeKind.Last when _encoder.Output is VectorShape:
                return states.Where(IsFirstOfItsLayer).Select(state => $"{state.Name} = output.unsqueeze(0)");

            case BridgeKind.Last:
                var from = _plan.Encoder.Recurrences.SelectMany(recurrence => recurrence.State).ToList();
                return states.Zip(from, (state, one) => $"{state.Name} = {Joined(one)}");

            case BridgeKind.Mean:
                statements.Add(new Statement("The mean of the encoder's steps.", $"var mean = {_names["SequencePooling"]}.Mean(output, {lengths});", $"[batch, {_pair.MemorySize}]"));
                return states.Where(IsFirstOfItsLayer).Select(state => $"{state.Name} = {bridges}.Repeat(mean, {Literal.Of(state.Rows)})");

            case BridgeKind.Dense:
                var all = _encoder.Output is VectorShape ? "output" : $"{bridges}.Join(known.Tensors)";
                statements.Add(new Statement("All that the encoder knows at the end.", $"var known{(_encoder.Output is VectorShape ? "" : "Vector")} = {all};", $"[batch, {PairBridges.Of(_pair).FirstOrDefault()?.InputSize}]"));
                return PairBridges.Of(_pair).Select(bridge => Dense(bridge, _encoder.Output is VectorShape ? "known" : "knownVector"));

            case BridgeKind.DenseMean:
                statements.Add(new Statement("The mean of the encoder's steps.", $"var mean = {_names["SequencePooling"]}.Mean(output, {lengths});", $"[batch, {_pair.MemorySize}]"));
                return PairBridges.Of(_pair).Select(bridge => Dense(bridge, "mean"));

            default:
                return [];
        }

        string Dense(PairBridge bridge, string vector) => $"{bridge.State} = {bridges}.Split({bridge.Property}.call({vector}).tanh(), {Literal.Of(bridge.Layers)})";

        string Joined(StateTensor one) => one.IsBidirectional
            ? $"{bridges}.Directions(known.{one.Name}, global::RnnDsl.Merge.{((RecurrentLayer)one.Layer).Options.Merge})"
            : $"known.{one.Name}.alias()";

        static bool IsFirstOfItsLayer(StateTensor state) => ((RecurrentLayer)state.Layer).States.First() == state.Kind;
    }

    /// <summary>The hidden state of the encoder's last layer, with both directions where it has two.</summary>
    private string LastHidden()
    {
        var state = _plan.Encoder.Recurrences[_plan.Encoder.Recurrences.Count - 1].State[0];
        return ForwardEmitter.LastOf((RecurrentLayer)state.Layer, $"known.{state.Name}", _names);
    }

    private void StepDoc() =>
        _writer.Line("/// <inheritdoc/>");

    private void EmitStep()
    {
        _writer.Line($"var (output, next{(Attends ? ", weights" : "")}) = Decoder.Step(tokens, {(_decoder.ReadsMemory ? "memory, " : "")}state);")
            .Line($"return (output, next, {(Attends ? "weights" : "null")});");
    }

    private void EmitLoss(HeadLayer head, bool isBroken)
    {
        HeadEmitter.LossSignature(head, _plan.Decoder, _names, _writer);
        _writer.Line(isBroken ? $"    => {Refuse};" : $"    => Decoder.Loss(output, target{(head.Output is SequenceShape ? ", lengths" : "")});").Line();
    }
}
