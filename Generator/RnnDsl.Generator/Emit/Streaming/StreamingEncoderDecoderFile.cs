using RnnDsl.Generator.Lowering.EncoderDecoders;
using RnnDsl.Generator.Lowering.Streams;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>The file of an encoder-decoder that runs without TorchSharp: a further part of its class, with both sides in it.</summary>
internal sealed class StreamingEncoderDecoderFile
{
    private static readonly string[] Usings = [.. StreamingFile.Usings.Take(3), "using global::System.Collections.Generic;", .. StreamingFile.Usings.Skip(3).Take(2), "using global::RnnDsl.Decoding;", .. StreamingFile.Usings.Skip(5)];

    private readonly EncoderDecoderPlan _plan;
    private readonly EncoderDecoderStream _stream;
    private readonly TypeNames _types;
    private readonly SourceWriter _writer;
    private readonly StreamingClass _members;
    private readonly IReadOnlyList<string> _ofEncoder;
    private readonly IReadOnlyList<string> _ofDecoder;

    private StreamingEncoderDecoderFile(EncoderDecoderPlan plan, EncoderDecoderStream stream, TypeNames types, SourceWriter writer)
    {
        (_plan, _stream, _types, _writer, _members) = (plan, stream, types, writer, new StreamingClass(types));
        _ofEncoder = _members.Declare(stream.Encoder.Items);
        _ofDecoder = _members.Declare(stream.Decoder.Items);
        _members.Declare(stream.BridgeItems);
    }

    private string Name => Literal.Of(_plan.Type.Level.Name);

    private bool ReadsTokens => _stream.Decoder.Table is not null;

    private bool SourceIsTokens => _stream.Encoder.Table is not null;

    private string SourceSize => SourceIsTokens ? "1" : StreamingClass.Size(((SequenceShape)_stream.Encoder.Input).Features);

    private string InputSize => StreamingClass.Size(((SequenceShape)_stream.Decoder.Input).Features);

    private string Lane => $"where TLane : struct, {_types["ILane"]}<TLane, float>";

    /// <summary>The file; null for an encoder-decoder that does not stream.</summary>
    public static string? Emit(EncoderDecoderPlan plan) => !plan.Streams ? null : FileFrame.Write(plan.Type, "from the attribute of", Usings, (types, writer) =>
    {
        writer.Line($"partial {plan.Type.Level.Keyword} {plan.Type.Level.Display}");
        using (writer.Braces())
        {
            if (plan.Stream is { } stream)
            {
                new StreamingEncoderDecoderFile(plan, stream, types, writer).EmitClass();
            }
            else
            {
                EmitBroken(plan, types, writer);
            }
        }
    });

    private void EmitClass()
    {
        EmitSignature(_plan, _types, _writer);
        using (_writer.Braces())
        {
            EmitFields();
            EmitConstruction();
            EmitEncode();
            EmitStep();
            EmitMemory();
            StreamingFile.EmitMethods(_members, _writer);
            StreamingWeights.Emit(_plan.Constructor.Sizes, _stream.Weights, _members, _writer);
        }
    }

    private static string SourceType(bool isTokens, TypeNames types) => $"{types["ReadOnlySpan"]}<{(isTokens ? "int" : "float")}>";

    private static string StepOf(bool readsTokens, TypeNames types) =>
        readsTokens ? $"public void Step(int token, {types["Span"]}<float> output)" : $"public void Step({types["ReadOnlySpan"]}<float> input, {types["Span"]}<float> output)";

    private static void EmitSignature(EncoderDecoderPlan plan, TypeNames types, SourceWriter writer) => writer
        .Line($"/// <summary>{plan.Type.Level.Identifier} without TorchSharp or another native library: it encodes a source and computes the decoder one step at a time. Any number of streams share one set of weights.</summary>")
        .Line("/// <remarks>One thread at a time uses a stream. A step allocates nothing; a source allocates where it is longer than those before.</remarks>")
        .Line(types.Generated)
        .Line($"public sealed class Streaming : {types["StreamingEncoderDecoder"]}");

    private void EmitFields()
    {
        _writer.Line("private readonly Weights _weights;")
            .Line($"private readonly {_types["StreamMemory"]} _memory;")
            .Line("private int _capacity; // the steps of a source that the rows of the encoder have room for")
            .Line();
        StreamingFile.EmitRows(_stream.Encoder.Items.Concat(_stream.BridgeItems).Concat(_stream.Decoder.Items), _members, _writer);
        _writer.Line();
    }

    private void EmitConstruction()
    {
        _writer.Line("private Streaming(Weights weights)").Line("    : this(weights, MemoryOf(weights))");
        using (_writer.Braces())
        {
        }

        _writer.Line().Line($"private Streaming(Weights weights, {_types["StreamMemory"]} memory)").Line($"    : base({Name}, memory)");
        using (_writer.Braces())
        {
            _writer.Line("(_weights, _memory) = (weights, memory);");
            StreamingFile.EmitAllocation(_stream.BridgeItems, "1", _members, _writer);
            StreamingFile.EmitAllocation(_stream.Decoder.Items, "SmallestBlock", _members, _writer);
            StreamingFile.EmitPreparation(_ofDecoder, "Prepare", _types, _writer);
        }

        _writer.Line();
        StreamingLoading.Emit(Name, _types, _writer);
        _writer.Line()
            .Line("/// <summary>Another stream on the same weights, without a source.</summary>")
            .Line("public Streaming NewStream() => new(_weights);")
            .Line()
            .Line("/// <summary>Another stream on the same weights, with the source and in the state of this one.</summary>")
            .Line("public Streaming Fork()");
        using (_writer.Braces())
        {
            _writer.Line("var fork = NewStream();")
                .Line("if (SourceLength > 0)");
            using (_writer.Braces())
            {
                _writer.Line("fork.State = State;");
            }

            _writer.Line().Line("return fork;");
        }

        _writer.Line().Line("private void AllocateEncoder(int steps)");
        using (_writer.Braces())
        {
            _writer.Line("_capacity = steps;");
            StreamingFile.EmitAllocation(_stream.Encoder.Items, "steps", _members, _writer);
            StreamingFile.EmitPreparation(_ofEncoder, "PrepareEncoder", _types, _writer);
        }

        _writer.Line();
        StreamingFile.EmitConstants(_ofEncoder, "PrepareEncoder", _types, _writer);
        StreamingFile.EmitConstants(_ofDecoder, "Prepare", _types, _writer);
    }

    private void EmitEncode()
    {
        if (!SourceIsTokens)
        {
            _writer.Line("/// <summary>The number of features of a step of the source.</summary>").Line($"public int SourceSize => {SourceSize};").Line();
        }

        _writer.Line("/// <summary>Encodes a source: computes what the decoder reads, and its initial state.</summary>")
            .Line(SourceIsTokens ? "/// <param name=\"source\">The tokens: [positions].</param>" : $"/// <param name=\"source\">The inputs: [positions, {Xml.Text(((SequenceShape)_stream.Encoder.Input).Features.ToString())}].</param>")
            .Line($"/// <exception cref=\"{_types["ArgumentException"]}\">{(SourceIsTokens ? "There is no such token, or no token at all" : "The inputs are no whole number of steps, or there are none")}.</exception>")
            .Line($"public void Encode({SourceType(SourceIsTokens, _types)} source)");
        using (_writer.Braces())
        {
            _writer.Line($"var steps = SourceSteps(source.Length, {SourceSize});");
            var read = "source";
            if (_stream.Copy is { Extra: > 0 } copy)
            {
                _writer.Line($"var words = KnownTokens(source, _weights.{_members[_stream.Encoder.Table!]}.Vocabulary, {Literal.Of(copy.Extra)}, {Literal.Of(copy.Unknown)});");
                read = "words";
            }
            else if (SourceIsTokens)
            {
                _writer.Line($"_weights.{_members[_stream.Encoder.Table!]}.Check(source);");
            }

            _writer.Line("if (steps > _capacity)");
            using (_writer.Braces())
            {
                _writer.Line($"AllocateEncoder({_types["Math"]}.Max(steps, 2 * _capacity));");
            }

            _writer.Line();
            StreamingFile.EmitLanes(_types, _writer, lane => $"Encode<{lane}>({read}, steps);");
            if (_stream.Copy is not null)
            {
                _writer.Line("_memory.KeepTokens(source);");
            }
        }

        _writer.Line().Line("/// <summary>All layers of the encoder over the whole source, the memory, and the bridge to the decoder.</summary>")
            .Line($"private void Encode<TLane>({SourceType(SourceIsTokens, _types)} source, int steps) {Lane}");
        using (_writer.Braces())
        {
            var (encoder, statements) = (_stream.Encoder, new StreamingStatements(_members, _stream.Encoder.Span));
            foreach (var line in statements.Of(encoder.Steps))
            {
                _writer.Line(line);
            }

            _writer.Line();
            if (_stream.Memory is not null)
            {
                _writer.Line("// The memory that the decoder reads: the output at every position.")
                    .Line($"Begin(source.Length{(SourceIsTokens ? "" : $" / {SourceSize}")}, {StreamingPlaces.CodeOf(encoder.Count)});")
                    .Line($"for (var t = 0; t < {StreamingPlaces.CodeOf(encoder.Count)}; t++)")
                    .Line($"    {_types["StreamFunctions"]}.Copy(ref {_members[encoder.Output]}.Row({StreamingPlaces.IndexOf(encoder.Output, "t")}), ref _memory.Values.Row(t), {StreamingClass.Size(encoder.Output.Width)});")
                    .Line("Remember<TLane>();");
            }
            else
            {
                _writer.Line($"Begin(source.Length{(SourceIsTokens ? "" : $" / {SourceSize}")}, positions: 0);");
            }

            foreach (var line in statements.Of(_stream.Bridge, areBelow: true))
            {
                _writer.Line(line);
            }

            _writer.Line("Encoded();");
        }

        _writer.Line();
    }

    private void EmitStep()
    {
        var (output, copy) = (_stream.Decoder.Output, _stream.Copy);
        var width = StreamingClass.Size(output.Width);
        _writer.Line("/// <summary>The number of features of an output.</summary>").Line($"public int OutputSize => {width};").Line();
        if (!ReadsTokens)
        {
            _writer.Line("/// <summary>The number of features of an input of the decoder.</summary>").Line($"public int InputSize => {InputSize};").Line();
        }

        _writer.Line("/// <summary>Computes one step of the decoder.</summary>")
            .Line(ReadsTokens ? "/// <param name=\"token\">The token: the begin token, then that of the previous step.</param>" : $"/// <param name=\"input\">The input: [{Xml.Text(((SequenceShape)_stream.Decoder.Input).Features.ToString())}].</param>")
            .Line($"/// <param name=\"output\">Where the output goes: [{Xml.Text(output.Width.ToString())}].</param>")
            .Line($"/// <exception cref=\"{_types["ArgumentException"]}\">{(ReadsTokens ? "There is no such token, or the output has another length" : "The input or the output has another length")}.</exception>")
            .Line($"/// <exception cref=\"{_types["InvalidOperationException"]}\">There is no source yet.</exception>")
            .Line(StepOf(ReadsTokens, _types));
        using (_writer.Braces())
        {
            _writer.Line("CheckEncoded();")
                .Line(!ReadsTokens ? $"CheckInput(input.Length, {InputSize});"
                    : copy is { Extra: > 0 } ? $"token = KnownToken(token, _weights.{_members[_stream.Decoder.Table!]}.Vocabulary, {Literal.Of(copy.Extra)}, {Literal.Of(copy.Unknown)});"
                    : $"_weights.{_members[_stream.Decoder.Table!]}.Check(token);")
                .Line($"CheckOutput(output.Length, {width});");
            StreamingFile.EmitLanes(_types, _writer, lane => $"Step<{lane}>({(ReadsTokens ? "token" : "input")}, output);");
        }

        _writer.Line().Line("/// <summary>All layers of the decoder, one step.</summary>")
            .Line($"private void Step<TLane>({(ReadsTokens ? "int token" : $"{_types["ReadOnlySpan"]}<float> input")}, {_types["Span"]}<float> output) {Lane}");
        using (_writer.Braces())
        {
            _writer.Line("// States are read in row t and written to the one behind it.").Line("var t = Row;").Line();
            foreach (var line in new StreamingStatements(_members, _stream.Decoder.Span).Of(_stream.Decoder.Steps))
            {
                _writer.Line(line);
            }

            _writer.Line().Line($"{_members[output]}.CopyTo(output, {StreamingPlaces.IndexOf(output, "t")}, 1);").Line("Advance(1);");
        }

        _writer.Line();
        if (!ReadsTokens)
        {
            return;
        }

        _writer.Line("/// <summary>Greedy decoding of the source: the most probable token at each step, the first of equals.</summary>")
            .Line("/// <param name=\"options\">The begin and end tokens and the length limits.</param>")
            .Line($"/// <exception cref=\"{_types["ArgumentException"]}\">The options do not fit the model, or scores are not finite.</exception>")
            .Line($"/// <exception cref=\"{_types["InvalidOperationException"]}\">There is no source yet.</exception>")
            .Line($"public {_types["Hypothesis"]} Greedy({_types["DecodingOptions"]} options) => Greedy(Step, OutputSize, options);")
            .Line()
            .Line("/// <summary>Beam search for the source: follows the most probable hypotheses and returns the best finished ones, best first.</summary>")
            .Line("/// <param name=\"options\">The beam width, the penalties and the number of hypotheses.</param>")
            .Line($"/// <exception cref=\"{_types["ArgumentException"]}\">The options do not fit the model, or scores are not finite.</exception>")
            .Line($"/// <exception cref=\"{_types["InvalidOperationException"]}\">There is no source yet.</exception>")
            .Line($"public {_types["IReadOnlyList"]}<{_types["Hypothesis"]}> BeamSearch({_types["BeamSearchOptions"]} options) => BeamSearch(Step, OutputSize, options);")
            .Line();
    }

    private void EmitMemory()
    {
        var memory = _stream.Memory;
        var arguments = new List<string>();
        if (memory is not null)
        {
            arguments.Add($"valueSize: {OfWeights(memory.ValueSize)}");
            Add("keySize", memory.KeySize);
            Add("headValueSize", memory.HeadValueSize);
        }

        Add("summarySize", _stream.SummarySize);
        if (memory is { Filters: > 0 })
        {
            arguments.Add($"filters: {Literal.Of(memory.Filters)}");
            arguments.Add($"width: {Literal.Of(memory.Width)}");
        }

        Add("tokens", _stream.Copy?.Tokens);
        _writer.Line($"private static {_types["StreamMemory"]} MemoryOf(Weights weights) => new({string.Join(", ", arguments)});").Line();

        var positions = _stream.Decoder.Items.OfType<StreamRows>().Where(rows => rows.Extent == StreamExtent.Positions).ToList();
        var states = _stream.Decoder.Items.OfType<StreamRows>().Where(rows => rows.Extent == StreamExtent.State).Concat(positions);
        _writer.Line("/// <inheritdoc/>").Line("protected override void Attach(int positions)");
        using (_writer.Braces())
        {
            foreach (var field in positions.Select(rows => _members[rows]))
            {
                _writer.Line($"if ({field}.Width != positions)").Line($"    {field} = {_types["StreamRows"]}.Of(positions, SmallestBlock + 1);");
            }

            _writer.Line($"SetStates({string.Join(", ", states.Select(rows => _members[rows]))});");
        }

        _writer.Line().Line("/// <inheritdoc/>").Line("protected override void Remember()");
        using (_writer.Braces())
        {
            if (memory is { Keys.Count: > 0 })
            {
                StreamingFile.EmitLanes(_types, _writer, lane => $"Remember<{lane}>();");
            }
        }

        _writer.Line();
        if (memory is null)
        {
            return;
        }

        _writer.Line("/// <summary>The keys of the values.</summary>").Line($"private void Remember<TLane>() {Lane}");
        using (_writer.Braces())
        {
            foreach (var line in new StreamingStatements(_members, _stream.Decoder.Span).Of(memory.Keys))
            {
                _writer.Line(line);
            }
        }

        _writer.Line();

        void Add(string name, Polynomial? size)
        {
            if (size is { } known)
            {
                arguments.Add($"{name}: {OfWeights(known)}");
            }
        }
    }

    private static string OfWeights(Polynomial size) => size.ToCSharp(name => "weights." + StreamingSizes.Field(name));

    /// <summary>The members of an encoder-decoder with errors: they throw.</summary>
    private static void EmitBroken(EncoderDecoderPlan plan, TypeNames types, SourceWriter writer)
    {
        var (sourceIsTokens, readsTokens) = (plan.EncoderMember.Input is TokenShape, plan.DecoderMember.Input is TokenShape);
        var refuse = $"throw new {types["NotSupportedException"]}({Literal.Of($"The model '{plan.Type.Level.Name}' has errors: {string.Join("; ", plan.Errors)}.")});";
        var format = types["WeightFormat"];
        EmitSignature(plan, types, writer);
        using (writer.Braces())
        {
            writer.Line($"private Streaming() : base({Literal.Of(plan.Type.Level.Name)}, new()) => {refuse}").Line();
            string[] signatures =
            [
                $"public static Streaming Load(string path, {format}? format = null)",
                $"public static Streaming Load({types["Stream"]} content, string name, {format}? format = null)",
                $"public static {types["WeightConversion"]} Convert(string path, string target, {format} format)",
                "public Streaming NewStream()",
                "public Streaming Fork()",
                "public int OutputSize",
                $"public void Encode({SourceType(sourceIsTokens, types)} source)",
                StepOf(readsTokens, types),
                .. readsTokens ? [$"public {types["Hypothesis"]} Greedy({types["DecodingOptions"]} options)", $"public {types["IReadOnlyList"]}<{types["Hypothesis"]}> BeamSearch({types["BeamSearchOptions"]} options)"] : new[] { "public int InputSize" },
                .. sourceIsTokens ? Array.Empty<string>() : ["public int SourceSize"],
                "protected override void Attach(int positions)",
                "protected override void Remember()",
            ];
            foreach (var signature in signatures)
            {
                writer.Line("/// <summary>Throws: the model has errors.</summary>").Line($"{signature} => {refuse}").Line();
            }
        }
    }
}
