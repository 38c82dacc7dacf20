using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>The file of an encoder-decoder that runs without TorchSharp: a further part of its class, with both sides in it.</summary>
internal sealed class StreamingEncoderDecoderFile
{
    private static readonly string[] Usings = [.. StreamingFile.Usings.Take(3), "using global::System.Collections.Generic;", .. StreamingFile.Usings.Skip(3).Take(2), "using global::RnnDsl.Decoding;", .. StreamingFile.Usings.Skip(5)];

    private readonly EncoderDecoder _encoderDecoder;
    private readonly Model _encoder;
    private readonly Model _decoder;
    private readonly TypeNames _types;
    private readonly SourceWriter _writer;
    private readonly StreamingClass _members;
    private readonly StreamingMembers _encoding;
    private readonly StreamingMembers _bridging;
    private readonly StreamingMembers _decoding;
    private readonly StreamingLayers _source;
    private readonly StreamingLayers _target;

    private StreamingEncoderDecoderFile(EncoderDecoder encoderDecoder, TypeNames types, SourceWriter writer)
    {
        (_encoderDecoder, _types, _writer, _members) = (encoderDecoder, types, writer, new StreamingClass(types));
        (_encoder, _decoder) = (encoderDecoder.Encoder.Model, encoderDecoder.Decoder.Model);
        _encoding = new StreamingMembers(_members) { Key = "encoder.", Prefix = "Encoder" };
        _bridging = new StreamingMembers(_members);
        _decoding = new StreamingMembers(_members)
        {
            Key = "decoder.",
            Prefix = "Decoder",
            Given = name => name switch
            {
                MemorySizes.Memory => encoderDecoder.MemorySize,
                MemorySizes.Summary => encoderDecoder.SummarySize,
                _ => Polynomial.Symbol(name),
            },
        };
        _source = new StreamingLayers(_encoding, StreamingSpan.Sequence);
        _target = new StreamingLayers(_decoding, StreamingSpan.Step) { Feed = _decoder.Attention is { InputFeeding: true } ? _decoder.Layers.OfType<ReadoutLayer>().First() : null };
    }

    private string Name => Literal.Of(_encoderDecoder.Type.Level.Name);

    private bool ReadsTokens => _decoder.Input is TokenShape;

    private bool SourceIsTokens => _encoder.Input is TokenShape;

    private string Span => _types["Span"];

    private string SourceType => $"{_types["ReadOnlySpan"]}<{(SourceIsTokens ? "int" : "float")}>";

    private string SourceSize => SourceIsTokens ? "1" : _encoding.Size(((SequenceShape)_encoder.Input).Features);

    private string Lane => $"where TLane : struct, {_types["ILane"]}<TLane, float>";

    /// <summary>The file; null for an encoder-decoder that does not stream.</summary>
    public static string? Emit(EncoderDecoder encoderDecoder) => !encoderDecoder.Streams ? null : FileFrame.Write(encoderDecoder.Type, "from the attribute of", Usings, (types, writer) =>
    {
        writer.Line($"partial {encoderDecoder.Type.Level.Keyword} {encoderDecoder.Type.Level.Display}");
        using (writer.Braces())
        {
            var file = new StreamingEncoderDecoderFile(encoderDecoder, types, writer);
            if (encoderDecoder.Errors.Count > 0)
            {
                file.EmitBroken();
            }
            else
            {
                file.EmitClass();
            }
        }
    });

    private void EmitClass()
    {
        foreach (var layer in _encoder.Layers)
        {
            _source.Add(layer);
        }

        if (_encoderDecoder.SharedEmbedding)
        {
            var (read, own) = (_encoder.Layers.OfType<EmbeddingLayer>().First(), _decoder.Layers.OfType<EmbeddingLayer>().First());
            _decoding.Share(own.Key + ".weight", "encoder." + read.Key + ".weight");
        }

        foreach (var layer in _decoder.Layers)
        {
            _target.Add(layer);
        }

        // The bridge adds weights, so it is printed before the fields.
        var bridge = new StreamingBridge(_encoderDecoder, _source, _target, _encoding, _bridging, _decoding);
        EmitSignature();
        using (_writer.Braces())
        {
            EmitFields();
            EmitConstruction();
            EmitEncode(bridge);
            EmitStep();
            EmitMemory();
            StreamingFile.EmitMethods(_members, _writer);
            StreamingWeights.Emit(_encoderDecoder.Type.Level.Name, _encoderDecoder.Parameters, _members, _writer);
        }
    }

    private void EmitSignature() => _writer
        .Line($"/// <summary>{_encoderDecoder.Type.Level.Identifier} without TorchSharp or another native library: it encodes a source and computes the decoder one step at a time. Any number of streams share one set of weights.</summary>")
        .Line("/// <remarks>One thread at a time uses a stream. A step allocates nothing; a source allocates where it is longer than those before.</remarks>")
        .Line(ModelEmitter.Generated(_types))
        .Line($"public sealed class Streaming : {_types["StreamingEncoderDecoder"]}");

    private void EmitFields()
    {
        _writer.Line("private readonly Weights _weights;")
            .Line($"private readonly {_types["StreamMemory"]} _memory;")
            .Line("private int _capacity; // the steps of a source that the rows of the encoder have room for")
            .Line();
        foreach (var side in new[] { _encoding, _bridging, _decoding })
        {
            StreamingFile.EmitRows(side, _writer);
        }

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
            StreamingFile.EmitAllocation(_bridging, "1", _writer);
            StreamingFile.EmitAllocation(_decoding, "SmallestBlock", _writer);
            EmitPreparation(_decoding, "Prepare");
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
            StreamingFile.EmitAllocation(_encoding, "steps", _writer);
            EmitPreparation(_encoding, "PrepareEncoder");
        }

        _writer.Line();
        EmitConstants(_encoding, "PrepareEncoder");
        EmitConstants(_decoding, "Prepare");
    }

    private void EmitPreparation(StreamingMembers side, string method)
    {
        if (side.Constants.Count > 0)
        {
            StreamingFile.EmitLanes(_types, _writer, lane => $"{method}<{lane}>();");
        }
    }

    private void EmitConstants(StreamingMembers side, string method)
    {
        if (side.Constants.Count == 0)
        {
            return;
        }

        _writer.Line("/// <summary>Computes what depends on weights alone.</summary>").Line($"private void {method}<TLane>() {Lane}");
        using (_writer.Braces())
        {
            foreach (var line in side.Constants)
            {
                _writer.Line(line);
            }
        }

        _writer.Line();
    }

    private void EmitEncode(StreamingBridge bridge)
    {
        if (!SourceIsTokens)
        {
            _writer.Line("/// <summary>The number of features of a step of the source.</summary>").Line($"public int SourceSize => {SourceSize};").Line();
        }

        _writer.Line("/// <summary>Encodes a source: computes what the decoder reads, and its initial state.</summary>")
            .Line(SourceIsTokens ? "/// <param name=\"source\">The tokens: [positions].</param>" : $"/// <param name=\"source\">The inputs: [positions, {Xml.Text(((SequenceShape)_encoder.Input).Features.ToString())}].</param>")
            .Line($"/// <exception cref=\"{_types["ArgumentException"]}\">{(SourceIsTokens ? "There is no such token, or no token at all" : "The inputs are no whole number of steps, or there are none")}.</exception>")
            .Line($"public void Encode({SourceType} source)");
        using (_writer.Braces())
        {
            _writer.Line($"var steps = SourceSteps(source.Length, {SourceSize});");
            var read = "source";
            if (_decoder.Copy is { Extra: > 0 } copy)
            {
                _writer.Line($"var words = KnownTokens(source, _weights.{_source.TokenTable!.Field}.Vocabulary, {Literal.Of(copy.Extra)}, {Literal.Of(copy.Unknown)});");
                read = "words";
            }
            else if (SourceIsTokens)
            {
                _writer.Line($"_weights.{_source.TokenTable!.Field}.Check(source);");
            }

            _writer.Line("if (steps > _capacity)");
            using (_writer.Braces())
            {
                _writer.Line($"AllocateEncoder({_types["Math"]}.Max(steps, 2 * _capacity));");
            }

            _writer.Line();
            StreamingFile.EmitLanes(_types, _writer, lane => $"Encode<{lane}>({read}, steps);");
            if (_decoder.Copy is not null)
            {
                _writer.Line("_memory.KeepTokens(source);");
            }
        }

        _writer.Line().Line("/// <summary>All layers of the encoder over the whole source, the memory, and the bridge to the decoder.</summary>")
            .Line($"private void Encode<TLane>({SourceType} source, int steps) {Lane}");
        using (_writer.Braces())
        {
            foreach (var line in _encoding.Body)
            {
                _writer.Line(line);
            }

            _writer.Line();
            if (_decoder.Attention is not null)
            {
                _writer.Line("// The memory that the decoder reads: the output at every position.")
                    .Line($"Begin(source.Length{(SourceIsTokens ? "" : $" / {SourceSize}")}, {_source.Steps});")
                    .Line($"for (var t = 0; t < {_source.Steps}; t++)")
                    .Line($"    {_types["StreamFunctions"]}.Copy(ref {_source.Current!.Field}.Row({_source.Current.Index}), ref _memory.Values.Row(t), {_encoding.Size(_source.Current.Width)});")
                    .Line("Remember<TLane>();");
            }
            else
            {
                _writer.Line($"Begin(source.Length{(SourceIsTokens ? "" : $" / {SourceSize}")}, positions: 0);");
            }

            foreach (var line in bridge.Lines)
            {
                _writer.Line(line);
            }

            _writer.Line("Encoded();");
        }

        _writer.Line();
    }

    private void EmitStep()
    {
        var (output, copy) = (_target.Current!, _decoder.Copy);
        var width = _decoding.Size(output.Width);
        _writer.Line("/// <summary>The number of features of an output.</summary>").Line($"public int OutputSize => {width};").Line();
        if (!ReadsTokens)
        {
            _writer.Line("/// <summary>The number of features of an input of the decoder.</summary>").Line($"public int InputSize => {_decoding.Size(((SequenceShape)_decoder.Input).Features)};").Line();
        }

        _writer.Line("/// <summary>Computes one step of the decoder.</summary>")
            .Line(ReadsTokens ? "/// <param name=\"token\">The token: the begin token, then that of the previous step.</param>" : $"/// <param name=\"input\">The input: [{Xml.Text(((SequenceShape)_decoder.Input).Features.ToString())}].</param>")
            .Line($"/// <param name=\"output\">Where the output goes: [{Xml.Text(_decoding.Note(output.Width))}].</param>")
            .Line($"/// <exception cref=\"{_types["ArgumentException"]}\">{(ReadsTokens ? "There is no such token, or the output has another length" : "The input or the output has another length")}.</exception>")
            .Line($"/// <exception cref=\"{_types["InvalidOperationException"]}\">There is no source yet.</exception>")
            .Line(ReadsTokens ? $"public void Step(int token, {Span}<float> output)" : $"public void Step({_types["ReadOnlySpan"]}<float> input, {Span}<float> output)");
        using (_writer.Braces())
        {
            _writer.Line("CheckEncoded();")
                .Line(!ReadsTokens ? $"CheckInput(input.Length, {_decoding.Size(((SequenceShape)_decoder.Input).Features)});"
                    : copy is { Extra: > 0 } ? $"token = KnownToken(token, _weights.{_target.TokenTable!.Field}.Vocabulary, {Literal.Of(copy.Extra)}, {Literal.Of(copy.Unknown)});"
                    : $"_weights.{_target.TokenTable!.Field}.Check(token);")
                .Line($"CheckOutput(output.Length, {width});");
            StreamingFile.EmitLanes(_types, _writer, lane => $"Step<{lane}>({(ReadsTokens ? "token" : "input")}, output);");
        }

        _writer.Line().Line("/// <summary>All layers of the decoder, one step.</summary>")
            .Line($"private void Step<TLane>({(ReadsTokens ? "int token" : $"{_types["ReadOnlySpan"]}<float> input")}, {Span}<float> output) {Lane}");
        using (_writer.Braces())
        {
            _writer.Line("// States are read in row t and written to the one behind it.").Line("var t = Row;").Line();
            foreach (var line in _decoding.Body)
            {
                _writer.Line(line);
            }

            _writer.Line().Line($"{output.Field}.CopyTo(output, {output.Index}, 1);").Line("Advance(1);");
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
        var memory = _target.Memory;
        var arguments = new List<string>();
        if (memory is not null)
        {
            arguments.Add($"valueSize: {OfWeights(memory.ValueSize)}");
            Add("keySize", memory.KeySize);
            Add("headValueSize", memory.HeadValueSize);
        }

        Add("summarySize", _decoder.Context is null ? null : _encoderDecoder.SummarySize);
        if (memory is { Filters: > 0 })
        {
            arguments.Add($"filters: {Literal.Of(memory.Filters)}");
            arguments.Add($"width: {Literal.Of(memory.Width)}");
        }

        Add("tokens", _decoder.Copy is { } copy ? copy.Vocabulary + copy.Extra : null);
        _writer.Line($"private static {_types["StreamMemory"]} MemoryOf(Weights weights) => new({string.Join(", ", arguments)});").Line();

        var states = _decoding.Rows.Where(rows => rows.Extent == StreamingExtent.State).Concat(_decoding.Rows.Where(rows => rows.Extent == StreamingExtent.Positions)).ToList();
        _writer.Line("/// <inheritdoc/>").Line("protected override void Attach(int positions)");
        using (_writer.Braces())
        {
            foreach (var rows in _decoding.Rows.Where(rows => rows.Extent == StreamingExtent.Positions))
            {
                _writer.Line($"if ({rows.Field}.Width != positions)").Line($"    {rows.Field} = {_types["StreamRows"]}.Of(positions, SmallestBlock + 1);");
            }

            _writer.Line($"SetStates({string.Join(", ", states.Select(rows => rows.Field))});");
        }

        _writer.Line().Line("/// <inheritdoc/>").Line("protected override void Remember()");
        using (_writer.Braces())
        {
            if (memory is { Remember.Count: > 0 })
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
            foreach (var line in memory.Remember)
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

    private string OfWeights(Polynomial size) => size.With(_decoding.Given).ToCSharp(name => "weights." + StreamingSizes.Field(name));

    /// <summary>The members of an encoder-decoder with errors: they throw.</summary>
    private void EmitBroken()
    {
        var refuse = $"throw new {_types["NotSupportedException"]}({Literal.Of($"The model '{_encoderDecoder.Type.Level.Name}' has errors: {string.Join("; ", _encoderDecoder.Errors)}.")});";
        var format = _types["WeightFormat"];
        EmitSignature();
        using (_writer.Braces())
        {
            _writer.Line($"private Streaming() : base({Name}, new()) => {refuse}").Line();
            string[] signatures =
            [
                $"public static Streaming Load(string path, {format}? format = null)",
                $"public static Streaming Load({_types["Stream"]} content, string name, {format}? format = null)",
                $"public static {_types["WeightConversion"]} Convert(string path, string target, {format} format)",
                "public Streaming NewStream()",
                "public Streaming Fork()",
                "public int OutputSize",
                $"public void Encode({SourceType} source)",
                ReadsTokens ? $"public void Step(int token, {Span}<float> output)" : $"public void Step({_types["ReadOnlySpan"]}<float> input, {Span}<float> output)",
                .. ReadsTokens ? [$"public {_types["Hypothesis"]} Greedy({_types["DecodingOptions"]} options)", $"public {_types["IReadOnlyList"]}<{_types["Hypothesis"]}> BeamSearch({_types["BeamSearchOptions"]} options)"] : new[] { "public int InputSize" },
                .. SourceIsTokens ? Array.Empty<string>() : ["public int SourceSize"],
                "protected override void Attach(int positions)",
                "protected override void Remember()",
            ];
            foreach (var signature in signatures)
            {
                _writer.Line("/// <summary>Throws: the model has errors.</summary>").Line($"{signature} => {refuse}").Line();
            }
        }
    }
}
