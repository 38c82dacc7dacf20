using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>How both sides are made, and the matrices between them.</summary>
internal sealed partial class EncoderDecoderEmitter
{
    private void EmitConstructor(bool isBroken, bool isModule)
    {
        var parameters = _encoderDecoder.Parameters;

        // Two of one name have been reported.
        var vectors = Vectors().Where(vectors => !isBroken || parameters.All(parameter => parameter.Name != vectors.Parameter)).ToList();
        new ConstructorSignature(parameters, vectors, []).Write(
            _encoderDecoder.Type.Level.Identifier, _names, _writer, isBroken ? $"{BrokenModelEmitter.BaseCall(_encoderDecoder.Type, isModule)} => {Refuse};" : "");
        if (isBroken)
        {
            _writer.Line();
            return;
        }

        _writer.Line($"    : base({_names.NameOfModel})");
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

            _writer.Line($"Encoder = new {_encoderDecoder.Encoder.FullName}({string.Join(", ", Arguments(_encoder, "encoder"))});")
                .Line($"Decoder = new {_encoderDecoder.Decoder.FullName}({string.Join(", ", Arguments(_decoder, "decoder"))});");
            foreach (var bridge in Bridges())
            {
                _writer.Line($"{bridge.Property} = {_names.Nn}.Linear({bridge.InputSize.ToCSharp()}, {(bridge.Layers * bridge.Size).ToCSharp()}, {DeviceAndDtype});");
            }

            var register = _names.Inherited("register_module");
            _writer.Line().Line($"{register}(\"encoder\", Encoder);").Line($"{register}(\"decoder\", Decoder);");
            foreach (var bridge in Bridges())
            {
                _writer.Line($"{register}({Literal.Of(bridge.Key)}, {bridge.Property});");
            }

            ConstructorEmitter.EmitEnd(_names, _writer, parameters.Select(parameter => parameter.Name).Concat(Vectors().Select(vectors => vectors.Parameter)));
        }

        _writer.Line();
    }

    private IEnumerable<EncoderDecoderBridge> Bridges() => _encoderDecoder.HasBridgeWeights ? EncoderDecoderBridges.Of(_encoderDecoder) : [];

    private IEnumerable<TableParameter> Vectors() => EncoderDecoderRules.Vectors(_encoderDecoder).Select(given => new TableParameter(given.Parameter, EmbeddingTable.Of(given.Table)));

    /// <summary>What a side's constructor is given.</summary>
    private IEnumerable<string> Arguments(Model model, string side)
    {
        foreach (var parameter in model.Parameters)
        {
            yield return parameter.Name switch
            {
                MemorySizes.Memory when model.IsDecoder => $"{MemorySizes.Memory}: {_encoderDecoder.MemorySize.ToCSharp()}",
                MemorySizes.Summary when model.IsDecoder => $"{MemorySizes.Summary}: {_encoderDecoder.SummarySize.ToCSharp()}",
                var name => $"{Escaped(name)}: {Escaped(name)}",
            };
        }

        foreach (var table in model.Layers.OfType<EmbeddingLayer>().Where(table => table.Pretrained))
        {
            yield return $"{table.VectorsParameter}: {side}{Identifiers.ToPascalCase(table.VectorsParameter)}";
        }

        if (_encoderDecoder.SharedEmbedding && model.IsDecoder && model.Layers.OfType<EmbeddingLayer>().FirstOrDefault() is { } own)
        {
            yield return $"{own.SharedParameter}: Encoder.{_encoder.Layers.OfType<EmbeddingLayer>().First().Property}";
        }

        yield return DeviceAndDtype;
    }

    private static string Escaped(string name) => Identifiers.IsKeyword(name) ? "@" + name : name;
}
