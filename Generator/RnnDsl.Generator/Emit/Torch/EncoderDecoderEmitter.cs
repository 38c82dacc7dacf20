using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.EncoderDecoders;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Prints an encoder and a decoder as one module.</summary>
internal sealed partial class EncoderDecoderEmitter
{
    private const string SourceLengthsDoc =
        "/// <param name=\"sourceLengths\">int64 [batch], the number of valid steps of each source; the rest is padding. <c>null</c>: all steps are valid.</param>";

    private readonly EncoderDecoderPlan _plan;
    private readonly TeacherForcing _forward;
    private readonly TypeNames _names;
    private readonly SourceWriter _writer;

    private EncoderDecoderEmitter(EncoderDecoderPlan plan, TypeNames names, SourceWriter writer) =>
        (_plan, _forward, _names, _writer) = (plan, plan.Forward, names, writer);

    public static string Emit(EncoderDecoderPlan plan) =>
        FileFrame.Write(plan.Type, "from the attribute of", TorchNames.Usings, (names, writer) => new EncoderDecoderEmitter(plan, names, writer).EmitClass());

    /// <summary>The decoder's state; of a broken encoder-decoder whose decoder has none, anything.</summary>
    private string State => _plan.DecoderMember.State ?? "object";

    private bool Attends => _forward.ReturnsWeights;

    private bool Samples => _forward.Sampling != ScheduledSampling.None;

    private string Refuse => $"throw new {_names["NotSupportedException"]}({Literal.Of($"The model '{_plan.Type.Level.Name}' has errors: {string.Join("; ", _plan.Errors)}.")})";

    private void EmitClass()
    {
        var isBroken = _plan.Errors.Count > 0;
        var byHand = new HashSet<string>(_plan.Type.ByHand.Names, StringComparer.Ordinal);
        var type = _plan.Type;

        // As in a model with errors, the base class and its interface are declared only if all their abstract members can be implemented.
        var isModule = type is { BaseType: null, Kind: ClassKind.Class, HasPrimaryConstructor: false };
        var isWhole = !isBroken || (isModule && _plan.DecoderMember is { State: not null, Accessibility: "public" }
            && !_plan.Members.Any(name => type.Level.Names.Contains(name) || (byHand.Contains(name) && !type.ByHand.Overrides.Contains(name))));

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
                _writer.Line($"/// {_names.SameAs("forward")}").Line(_names.Generated)
                    .Line($"{(isWhole ? "public new" : "public")} {Result} call({ForwardSignature()}) => {(isBroken ? Refuse : $"base.call({string.Join(", ", ForwardNames())})")};").Line();
            }

            Method("Encode", _plan.DecoderMember.Accessibility, isBroken, byHand, EncodeDoc, () => $"{_names.Tensor} source, {_names.Tensor}? sourceLengths = null", EmitEncode, $"({_names["EncoderMemory"]} Memory, {State} State)");
            Method("Step", _plan.DecoderMember.Accessibility, isBroken, byHand, StepDoc, () => $"{_names.Tensor} tokens, {_names["EncoderMemory"]} memory, {State} state", EmitStep, $"({_names.Tensor} Output, {State} State, {_names.Tensor}? Weights)");
            if (_plan.Decoder.Methods.HasCoverageLoss && !byHand.Contains("CoverageLoss"))
            {
                LossEmitter.CoverageLossHeader(_names, _writer);
                _writer.Line(isBroken ? $"    => {Refuse};" : "    => Decoder.CoverageLoss(weights, lengths);").Line();
            }

            if (_plan.Decoder.Methods.Loss is { } loss && !byHand.Contains("Loss"))
            {
                EmitLoss(loss, isBroken);
            }

            if (isBroken)
            {
                BrokenModelEmitter.EmitAbstractMethods(type, ForwardNames().Count(), _writer, Refuse);
            }
            else
            {
                EmitSummary();
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
        yield return $"{(_plan.Errors.Count == 0 ? _names["DeclaredModule"] : _names.Nn + ".Module")}<{string.Join(", ", ForwardTypes().Append(Result))}>";
        yield return $"{_names["IEncoderDecoder"]}<{State}>";
        if (_plan.Errors.Count == 0)
        {
            yield return _names["ILayerOutputs"];
        }
    }

    private string Result => Attends ? $"({_names.Tensor} Output, {_names.Tensor} Weights)" : _names.Tensor;

    private IEnumerable<string> ForwardTypes() =>
        [_names.Tensor, .. _forward.TakesLengths ? [_names.Tensor + "?"] : Array.Empty<string>(), _names.Tensor, .. Samples ? ["double"] : Array.Empty<string>()];

    private IEnumerable<string> ForwardNames() =>
        ["source", .. _forward.TakesLengths ? ["sourceLengths"] : Array.Empty<string>(), "target", .. Samples ? ["sampling"] : Array.Empty<string>()];

    private string ForwardSignature() =>
        string.Join(", ", ForwardTypes().Zip(ForwardNames(), (type, name) => $"{type} {name}{(name == "sampling" ? " = 0" : "")}"));

    private void Method(string name, string modifiers, bool isBroken, HashSet<string> byHand, Action doc, Func<string> signature, Action body, string? result = null)
    {
        if (byHand.Contains(name))
        {
            return;
        }

        doc();
        _writer.Line(_names.Generated).Line($"{modifiers} {result ?? Result} {name}({signature()})");
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
        var rows = _plan.Table;
        var (first, second) = (rows.Max(row => row.Part.Length), rows.Max(row => row.What.Length));
        _writer.Line("/// <remarks>").Line("/// <code>");
        foreach (var (part, what, count) in rows)
        {
            _writer.Line("/// " + Xml.Text($"{part.PadRight(first)}   {what.PadRight(second)}   {count.ToCount()}"));
        }

        _writer.Line("/// </code>")
            .Line($"/// <para>Initial decoder state: {_plan.InitialState}.</para>")
            .Line("/// </remarks>");
    }

    private void EmitProperties(bool isBroken, HashSet<string> byHand)
    {
        Property("Encoder", TypeOf(_plan.EncoderMember), $"The encoder: {_plan.EncoderMember.Input} to {_plan.EncoderMember.Output}.", _plan.EncoderMember.Accessibility);
        Property("Decoder", TypeOf(_plan.DecoderMember), $"The decoder: {_plan.DecoderMember.Input} to {_plan.DecoderMember.Output}.", _plan.DecoderMember.Accessibility);
        foreach (var bridge in _plan.Constructor.Bridges)
        {
            Property(bridge.Property, _names["Linear"], $"Bridge from the encoder to the decoder's initial <c>{bridge.State}</c>: linear, {bridge.InputSize} → {bridge.Layers * bridge.Size}.");
        }

        string TypeOf(SideMember side) => side.Type ?? _names.Nn + ".Module";

        void Property(string name, string type, string summary, string accessibility = "public")
        {
            if (!byHand.Contains(name))
            {
                _writer.Line($"/// <summary>{summary}</summary>").Line(_names.Generated)
                    .Line($"{accessibility} {type} {name} {(isBroken ? $"=> {Refuse};" : "{ get; }")}").Line();
            }
        }
    }

    private void ForwardDoc()
    {
        _writer.Line("/// <summary>The output at every step of the target, with the target's own previous tokens as input (teacher forcing).</summary>");
        SourceDoc();
        _writer.Line($"/// <param name=\"target\">{InputDoc(_forward.Target)}: the decoder's input, which starts with the begin token.</param>");
        if (Samples)
        {
            _writer.Line("/// <param name=\"sampling\">The probability, in [0, 1], that a step reads the most probable token of the previous step instead of the target's (scheduled sampling; Bengio et al. 2015).</param>");
        }

        _writer.Line($"/// <returns>The output {_forward.Output}{(Attends ? " and the attention weights [batch, time, positions]" : "")}.</returns>");
    }

    private void SourceDoc()
    {
        _writer.Line($"/// <param name=\"source\">{InputDoc(_forward.Source)}</param>");
        if (_forward.TakesLengths)
        {
            _writer.Line(SourceLengthsDoc);
        }
    }

    private static string InputDoc(Shape shape) => shape is TokenShape ? $"int64 {shape}" : shape.ToString();

    private void EmitForward()
    {
        var state = _forward.ReadsMemory ? "memory, state" : _forward.DecoderTakesLengths ? "null, state" : "state";
        _writer.Line($"{_names["Expect"]}.Target(source, target, {_names.NameOfModel});")
            .Line($"using var scope = {_names.Torch}.NewDisposeScope();")
            .Line()
            .Line("// Encode the sources once.")
            .Line($"var (memory, state) = Encode(source{(_forward.TakesLengths ? ", sourceLengths" : "")});");
        _writer.Line();
        if (_forward.Sampling == ScheduledSampling.Refused)
        {
            _writer.Line("// Scheduled sampling needs scores over the tokens that the decoder reads.")
                .Line("if (sampling > 0)");
            using (_writer.Braces())
            {
                _writer.Line($"throw new {_names["ArgumentException"]}({Literal.Of($"The decoder writes {(_forward.Output as SequenceShape)?.Features.ToString()} numbers a step, which are no scores of the words that it reads: with sampling it would read them.")}, {_names.NameOf("sampling")});");
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
        [
            $"new(\"encoder\", {Literal.Of(_plan.EncoderMember.Display)})",
            $"new(\"decoder\", {Literal.Of(_plan.DecoderMember.Display)})",
            .. _plan.Constructor.Bridges.Select(bridge => $"new({Literal.Of(bridge.Key)}, \"Linear\", $\"[batch, {{{bridge.Property}.out_features}}]\")"),
        ],
        _names,
        _writer);

    private void StepDoc() =>
        _writer.Line("/// <inheritdoc/>");

    private void EmitStep()
    {
        _writer.Line($"var (output, next{(Attends ? ", weights" : "")}) = Decoder.Step(tokens, {(_forward.ReadsMemory ? "memory, " : "")}state);")
            .Line($"return (output, next, {(Attends ? "weights" : "null")});");
    }

    private void EmitLoss(LossMethod loss, bool isBroken)
    {
        LossEmitter.LossHeader(loss, _names, _writer);
        _writer.Line(isBroken ? $"    => {Refuse};" : $"    => Decoder.Loss(output, target{(loss.Output is SequenceShape ? ", lengths" : "")});").Line();
    }
}
