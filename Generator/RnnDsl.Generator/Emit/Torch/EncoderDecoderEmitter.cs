using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Prints an encoder and a decoder as one module.</summary>
internal sealed partial class EncoderDecoderEmitter
{
    private const string DeviceAndDtype = "device: device, dtype: dtype";

    private const string SourceLengthsDoc =
        "/// <param name=\"sourceLengths\">int64 [batch], the number of valid steps of each source; the rest is padding. <c>null</c>: all steps are valid.</param>";

    private readonly EncoderDecoderPlan _plan;
    private readonly EncoderDecoder _encoderDecoder;
    private readonly Model _encoder;
    private readonly Model _decoder;
    private readonly TypeNames _names;
    private readonly SourceWriter _writer;

    private EncoderDecoderEmitter(EncoderDecoderPlan plan, TypeNames names, SourceWriter writer)
    {
        (_plan, _encoderDecoder, _names, _writer) = (plan, plan.EncoderDecoder, names, writer);
        (_encoder, _decoder) = (_encoderDecoder.Encoder.Model, _encoderDecoder.Decoder.Model);
    }

    public static string Emit(EncoderDecoderPlan plan) =>
        FileFrame.Write(plan.EncoderDecoder.Type, "from the attribute of", (names, writer) => new EncoderDecoderEmitter(plan, names, writer).EmitClass());

    /// <summary>The decoder's state; of a broken encoder-decoder whose decoder has none, anything.</summary>
    private string State => _encoderDecoder.Decoder.State ?? "object";

    private bool Attends => _decoder.Attention is not null;

    /// <summary>Whether the network can read what it has written, in training.</summary>
    private bool Samples => _decoder.Input is TokenShape;

    /// <summary>Whether what it writes is what it reads: scores of the words that it knows.</summary>
    private bool WritesWords => _decoder.Layers.Count > 0 && _decoder.Layers[0] is EmbeddingLayer read
        && (_decoder.Copy?.Vocabulary ?? (_decoder.Output as SequenceShape)?.Features) == read.Vocabulary;

    private bool TakesLengths => _encoder.TakesLengths;

    private string Refuse => $"throw new {_names["NotSupportedException"]}({Literal.Of($"The model '{_encoderDecoder.Type.Level.Name}' has errors: {string.Join("; ", _encoderDecoder.Errors)}.")})";

    private void EmitClass()
    {
        var isBroken = _encoderDecoder.Errors.Count > 0;
        var byHand = new HashSet<string>(_encoderDecoder.Type.ByHand.Names, StringComparer.Ordinal);
        var type = _encoderDecoder.Type;

        // As in a model with errors, the base class and its interface are declared only if all their abstract members can be implemented.
        var isModule = type is { BaseType: null, Kind: ClassKind.Class, HasPrimaryConstructor: false };
        var isWhole = !isBroken || (isModule && _encoderDecoder.Decoder is { State: not null, Accessibility: "public" }
            && !EncoderDecoderRules.Members(_encoderDecoder).Any(name => type.Level.Names.Contains(name) || (byHand.Contains(name) && !type.ByHand.Overrides.Contains(name))));

        // No member has the name of its class or of a type parameter.
        byHand.UnionWith(type.Level.Names);
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
                EmitConstructor(isBroken, isModule);
            }

            EmitProperties(isBroken, byHand);
            var overrides = isWhole || type.AbstractMethods.Any(method => BrokenModelEmitter.Is(method, "forward", ForwardNames().Count()));
            Method("forward", overrides ? "public override" : "public", isBroken, byHand, ForwardDoc, () => ForwardSignature(), EmitForward);
            if (!byHand.Contains("call"))
            {
                _writer.Line($"/// {_names.SameAs("forward")}").Line(ModelEmitter.Generated(_names))
                    .Line($"{(isWhole ? "public new" : "public")} {Result} call({ForwardSignature()}) => {(isBroken ? Refuse : $"base.call({string.Join(", ", ForwardNames())})")};").Line();
            }

            Method("Encode", _encoderDecoder.Decoder.Accessibility, isBroken, byHand, EncodeDoc, () => $"{_names.Tensor} source, {_names.Tensor}? sourceLengths = null", EmitEncode, $"({_names["EncoderMemory"]} Memory, {State} State)");
            Method("Step", _encoderDecoder.Decoder.Accessibility, isBroken, byHand, StepDoc, () => $"{_names.Tensor} tokens, {_names["EncoderMemory"]} memory, {State} state", EmitStep, $"({_names.Tensor} Output, {State} State, {_names.Tensor}? Weights)");
            if (_decoder.Attention is { Coverage: true } && !byHand.Contains("CoverageLoss"))
            {
                LossEmitter.CoverageLossHeader(_names, _writer);
                _writer.Line(isBroken ? $"    => {Refuse};" : "    => Decoder.CoverageLoss(weights, lengths);").Line();
            }

            if (_decoder.Head is { } head && !byHand.Contains("Loss"))
            {
                EmitLoss(head, isBroken);
            }

            if (isBroken)
            {
                BrokenModelEmitter.EmitAbstractMethods(type, ForwardNames().Count(), _writer, Refuse);
            }
            else
            {
                EmitSummary();
                _writer.Line("/// <summary>Does nothing: the constructor registers encoder and decoder by name, without reflection.</summary>")
                    .Line(ModelEmitter.Generated(_names))
                    .Line("protected override void RegisterComponents() { }").Line();
            }

            if (!type.ByHand.HasHandWrittenHook && !type.Level.Names.Contains(MemberParser.Hook))
            {
                _writer.Line("/// <summary>Called at the end of the constructor. Implement it to change weights or to register more modules.</summary>")
                    .Line("partial void OnConstructed();").Line();
            }
        }
    }

    private IEnumerable<string> Bases()
    {
        yield return $"{_names.Nn}.Module<{string.Join(", ", ForwardTypes().Append(Result))}>";
        yield return $"{_names["IEncoderDecoder"]}<{State}>";
        if (_encoderDecoder.Errors.Count == 0)
        {
            yield return _names["ILayerOutputs"];
        }
    }

    private string Result => Attends ? $"({_names.Tensor} Output, {_names.Tensor} Weights)" : _names.Tensor;

    private IEnumerable<string> ForwardTypes() =>
        [_names.Tensor, .. TakesLengths ? [_names.Tensor + "?"] : Array.Empty<string>(), _names.Tensor, .. Samples ? ["double"] : Array.Empty<string>()];

    private IEnumerable<string> ForwardNames() =>
        ["source", .. TakesLengths ? ["sourceLengths"] : Array.Empty<string>(), "target", .. Samples ? ["sampling"] : Array.Empty<string>()];

    private string ForwardSignature() =>
        string.Join(", ", ForwardTypes().Zip(ForwardNames(), (type, name) => $"{type} {name}{(name == "sampling" ? " = 0" : "")}"));

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

    private void EmitRemarks()
    {
        var rows = new List<(string Part, string What, Polynomial Count)>
        {
            ("Encoder", $"{_encoderDecoder.Encoder.Display}: {_encoder.Input} to {_encoder.Output}", _encoder.ParameterCount),
            ("Decoder", $"{_encoderDecoder.Decoder.Display}: {_decoder.Input} to {_decoder.Output}", Resolve(_decoder.ParameterCount)),
        };
        if (_encoderDecoder.HasBridgeWeights)
        {
            rows.AddRange(EncoderDecoderBridges.Of(_encoderDecoder).Select(bridge => (bridge.Property, $"[batch, {bridge.InputSize}] to [{Literal.Of(bridge.Layers)}, batch, {bridge.Size}]", (bridge.InputSize + 1) * (bridge.Layers * bridge.Size))));
        }

        if (_encoderDecoder.SharedEmbedding)
        {
            rows.Add(("", "shared embedding", (Polynomial)(-1) * _encoder.Layers.OfType<EmbeddingLayer>().First().ParameterCount));
        }

        rows.Add(("", "total", rows.Aggregate((Polynomial)0, (sum, row) => sum + row.Count)));
        var (first, second) = (rows.Max(row => row.Part.Length), rows.Max(row => row.What.Length));
        _writer.Line("/// <remarks>").Line("/// <code>");
        foreach (var (part, what, count) in rows)
        {
            _writer.Line("/// " + Xml.Text($"{part.PadRight(first)}   {what.PadRight(second)}   {count.ToCount()}"));
        }

        _writer.Line("/// </code>")
            .Line($"/// <para>Initial decoder state: {Begins()}.</para>")
            .Line("/// </remarks>");
    }

    /// <summary>A count of the decoder's with the encoder's sizes in it.</summary>
    private Polynomial Resolve(Polynomial count) => count.With(name => name switch
    {
        MemorySizes.Memory => _encoderDecoder.MemorySize,
        MemorySizes.Summary => _encoderDecoder.SummarySize,
        _ => Polynomial.Symbol(name),
    });

    private string Begins() => _encoderDecoder.Bridge switch
    {
        BridgeKind.Zero => "zeros",
        BridgeKind.Mean => "the mean of the encoder outputs",
        BridgeKind.Dense => "tanh(W s + b) of the encoder's final states",
        BridgeKind.DenseMean => "tanh(W s + b) of the mean of the encoder outputs",
        _ => "the encoder's final states",
    };

    private void EmitProperties(bool isBroken, HashSet<string> byHand)
    {
        Property("Encoder", TypeOf(_encoderDecoder.Encoder), $"The encoder: {_encoder.Input} to {_encoder.Output}.", _encoderDecoder.Encoder.Accessibility);
        Property("Decoder", TypeOf(_encoderDecoder.Decoder), $"The decoder: {_decoder.Input} to {_decoder.Output}.", _encoderDecoder.Decoder.Accessibility);
        foreach (var bridge in Bridges())
        {
            Property(bridge.Property, _names["Linear"], $"Bridge from the encoder to the decoder's initial <c>{bridge.State}</c>: linear, {bridge.InputSize} → {bridge.Layers * bridge.Size}.");
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
        _writer.Line("/// <summary>The output at every step of the target, with the target's own previous tokens as input (teacher forcing).</summary>");
        SourceDoc();
        _writer.Line($"/// <param name=\"target\">{InputDoc(_decoder.Input)}: the decoder's input, which starts with the begin token.</param>");
        if (Samples)
        {
            _writer.Line("/// <param name=\"sampling\">The probability, in [0, 1], that a step reads the most probable token of the previous step instead of the target's (scheduled sampling; Bengio et al. 2015).</param>");
        }

        _writer.Line($"/// <returns>The output {_decoder.Output}{(Attends ? " and the attention weights [batch, time, positions]" : "")}.</returns>");
    }

    private void SourceDoc()
    {
        _writer.Line($"/// <param name=\"source\">{InputDoc(_encoder.Input)}</param>");
        if (TakesLengths)
        {
            _writer.Line(SourceLengthsDoc);
        }
    }

    private static string InputDoc(Shape shape) => shape is TokenShape ? $"int64 {shape}" : shape.ToString();

    private void EmitForward()
    {
        var state = _decoder.ReadsMemory ? "memory, state" : _decoder.TakesLengths ? "null, state" : "state";
        _writer.Line($"{_names["Expect"]}.Target(source, target, {_names.NameOfModel});")
            .Line($"using var scope = {_names.Torch}.NewDisposeScope();")
            .Line()
            .Line("// Encode the sources once.")
            .Line($"var (memory, state) = Encode(source{(TakesLengths ? ", sourceLengths" : "")});");
        _writer.Line();
        if (Samples && !WritesWords)
        {
            _writer.Line("// Scheduled sampling needs scores over the tokens that the decoder reads.")
                .Line("if (sampling > 0)");
            using (_writer.Braces())
            {
                _writer.Line($"throw new {_names["ArgumentException"]}({Literal.Of($"The decoder writes {(_decoder.Output as SequenceShape)?.Features.ToString()} numbers a step, which are no scores of the words that it reads: with sampling it would read them.")}, {_names.NameOf("sampling")});");
            }

            _writer.Line();
        }
        else if (Samples)
        {
            _writer.Line("// Scheduled sampling runs step by step.")
                .Line("if (sampling > 0)");
            using (_writer.Braces())
            {
                _writer.Line($"var (sampled, {(Attends ? "sampledWeights" : "_")}) = {_names["ScheduledSampling"]}.Run(this, target, memory, state, sampling);")
                    .Line(Attends
                        ? "return (sampled.MoveToOuterDisposeScope(), sampledWeights!.MoveToOuterDisposeScope());"
                        : "return sampled.MoveToOuterDisposeScope();");
            }

            _writer.Line();
        }

        _writer.Line("// Teacher forcing: all steps of the target in one call.")
            .Line($"var (output, _{(Attends ? ", weights" : "")}) = Decoder.call(target, {state});")
            .Line(Attends ? "return (output.MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope());" : "return output.MoveToOuterDisposeScope();");
    }

    /// <summary>Both sides say what their layers are themselves.</summary>
    private void EmitSummary() => SummaryEmitter.Emit(
        _encoderDecoder.Type,
        [
            $"new(\"encoder\", {Literal.Of(_encoderDecoder.Encoder.Display)})",
            $"new(\"decoder\", {Literal.Of(_encoderDecoder.Decoder.Display)})",
            .. Bridges().Select(bridge => $"new({Literal.Of(bridge.Key)}, \"Linear\", $\"[batch, {{{bridge.Property}.out_features}}]\")"),
        ],
        _names,
        _writer);

    private void StepDoc() =>
        _writer.Line("/// <inheritdoc/>");

    private void EmitStep()
    {
        _writer.Line($"var (output, next{(Attends ? ", weights" : "")}) = Decoder.Step(tokens, {(_decoder.ReadsMemory ? "memory, " : "")}state);")
            .Line($"return (output, next, {(Attends ? "weights" : "null")});");
    }

    private void EmitLoss(HeadLayer head, bool isBroken)
    {
        LossEmitter.LossHeader(_plan.Decoder.Methods.Loss!, _names, _writer);
        _writer.Line(isBroken ? $"    => {Refuse};" : $"    => Decoder.Loss(output, target{(head.Output is SequenceShape ? ", lengths" : "")});").Line();
    }
}
