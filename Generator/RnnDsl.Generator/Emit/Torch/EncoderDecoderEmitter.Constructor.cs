using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch.Operations;
using RnnDsl.Generator.Lowering.EncoderDecoders;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>How both sides are made, and the matrices between them.</summary>
internal sealed partial class EncoderDecoderEmitter
{
    private void EmitConstructor(bool isBroken, bool isModule)
    {
        var constructor = _plan.Constructor;

        // Two of one name have been reported.
        var vectors = constructor.Vectors.Where(vectors => !isBroken || constructor.Sizes.All(size => size.Name != vectors.Parameter)).ToList();
        new ConstructorSignature(constructor.Sizes, vectors, []).Write(
            _plan.Type.Level.Identifier, _names, _writer, isBroken ? $"{BrokenModelEmitter.BaseCall(_plan.Type, isModule)} => {Refuse};" : "");
        if (isBroken)
        {
            _writer.Line();
            return;
        }

        _writer.Line($"    : base({_names.NameOfModel})");
        using (_writer.Braces())
        {
            foreach (var size in constructor.Sizes)
            {
                _writer.Line($"{_names["ArgumentOutOfRangeException"]}.ThrowIfNegativeOrZero({size.Name});");
            }

            if (constructor.Sizes.Count > 0)
            {
                _writer.Line();
            }

            _writer.Line($"Encoder = new {_plan.EncoderMember.Type}({Arguments(constructor.Encoder)});")
                .Line($"Decoder = new {_plan.DecoderMember.Type}({Arguments(constructor.Decoder)});");
            foreach (var bridge in constructor.Bridges)
            {
                _writer.Line($"{bridge.Property} = {_names.Nn}.Linear({bridge.InputSize.ToCSharp()}, {(bridge.Layers * bridge.Size).ToCSharp()}, {TorchOperations.DeviceAndDtype});");
            }

            var register = _names.Inherited("register_module");
            _writer.Line().Line($"{register}(\"encoder\", Encoder);").Line($"{register}(\"decoder\", Decoder);");
            foreach (var bridge in constructor.Bridges)
            {
                _writer.Line($"{register}({Literal.Of(bridge.Key)}, {bridge.Property});");
            }

            ConstructorEmitter.EmitEnd(_names, _writer);
        }

        _writer.Line();
    }

    private static string Arguments(IEnumerable<SideArgument> arguments) => string.Join(", ", arguments.Select(Argument).Append(TorchOperations.DeviceAndDtype));

    private static string Argument(SideArgument argument) => argument switch
    {
        GivenSize size => $"{Escaped(size.Parameter)}: {size.Value.ToCSharp(Escaped)}",
        GivenVectors vectors => $"{vectors.Parameter}: {vectors.Value}",
        SharedTable table => $"{table.Parameter}: Encoder.{table.Table}",
        _ => throw new InvalidOperationException($"A {argument.GetType().Name} has no code."),
    };

    private static string Escaped(string name) => Identifiers.IsKeyword(name) ? "@" + name : name;
}
