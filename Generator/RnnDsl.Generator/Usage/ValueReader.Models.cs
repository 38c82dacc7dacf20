using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Usage;

/// <summary>The results of the members of models.</summary>
internal sealed partial class ValueReader
{
    private KnownNetwork? ReadCreation(IObjectCreationOperation creation)
    {
        if (models.Find(creation.Type, cancellation) is not { } model)
        {
            return null;
        }

        // A hand-written constructor may pass other sizes and another dtype to the generated one.
        if (creation.Constructor is not { } constructor || !UsedModel.IsGenerated(constructor))
        {
            return new KnownNetwork(model) { IsCreatedHere = true };
        }

        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        var type = default(DType?);
        var hasDefaultType = true;
        foreach (var argument in creation.Arguments)
        {
            var name = argument.Parameter?.Name;
            if (name == "dtype" && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                (type, hasDefaultType) = (ReadType(argument.Value), false);
            }
            else if (name is not null && model.Parameters.Any(parameter => parameter.Name == name) && ReadNumber(argument.Value) is { } size)
            {
                sizes[name] = size;
            }
        }

        // OnConstructed may convert the weights.
        var isConverted = constructor.ContainingType.GetMembers(MemberParser.Hook).OfType<IMethodSymbol>().Any(hook => hook.PartialImplementationPart is not null);
        return new KnownNetwork(model) { Sizes = sizes, Type = isConverted ? null : hasDefaultType ? DType.Float32 : type, HasDefaultType = hasDefaultType, IsCreatedHere = true };
    }

    private KnownValue? ReadProperty(IPropertyReferenceOperation reference)
    {
        if (reference.Property.Name is "T" or "mT")
        {
            return ReadTensor(reference.Instance) is { Rank: 2 } matrix ? Swapped(matrix, 0, 1) : null;
        }

        // One side of an encoder-decoder, with the sizes of the whole.
        if (ReadNetwork(reference.Instance) is { Model.EncoderDecoder: { } encoderDecoder } whole && reference.Property.Name is "Encoder" or "Decoder" && models.Find(reference.Type, cancellation) is { } side)
        {
            var sizes = whole.Sizes.ToDictionary(size => size.Key, size => size.Value);
            if (whole.SizeOf(encoderDecoder.MemorySize) is { } memory)
            {
                sizes[MemorySizes.Memory] = memory;
            }

            return whole with { Model = side, Sizes = sizes };
        }

        return UnknownInstance(reference);
    }

    private KnownValue? ReadCall(IInvocationOperation call)
    {
        if (ReadNetwork(call.Instance) is { } network)
        {
            return network.Model.Generates(call.TargetMethod) ? ReadMember(call, network) : null;
        }

        // Moving a network returns the same instance.
        if (call.Instance is null && models.Find(call.Type, cancellation) is not null && call is { TargetMethod.Name: "to" or "cuda" or "cpu", Arguments.Length: > 0 })
        {
            return Read(call.Arguments[0].Value) is KnownNetwork same ? call.TargetMethod.Parameters.Any(parameter => IsScalarType(parameter.Type)) ? same with { Type = null } : same : null;
        }

        if (Read(call.Instance) is KnownState state)
        {
            return call.TargetMethod.Name is "Detach" or "To" or "MoveToOuterDisposeScope" or "DetachFromDisposeScope" ? state
                : call.TargetMethod.Name == "Select" ? state with { Batch = null }
                : null;
        }

        return ReadTensorCall(call);
    }

    private KnownValue? ReadMember(IInvocationOperation call, KnownNetwork network)
    {
        var arguments = new CallArguments(call);
        var input = ReadTensor(arguments[0]);
        var batch = input?.Length(0);
        if (network.Model.EncoderDecoder is { } encoderDecoder)
        {
            return call.TargetMethod.Name switch
            {
                "forward" or "call" => Outputs(Output(encoderDecoder.Decoder.Model.Output, ReadTensor(arguments["target"]), call)),
                "Encode" => new KnownTuple([new KnownMemory(network, call.Syntax), new KnownState(network, batch, IsInitial: false, call.Syntax)]),
                "Step" => Results(Output(encoderDecoder.Decoder.Model.Output.Step, input, call)),
                _ => null,
            };
        }

        var model = network.Model.Single!;
        return call.TargetMethod.Name switch
        {
            "forward" or "call" => model.CarriesState ? Results(Output(model.Output, input, call)) : Output(model.Output, input, call),
            "Step" => Results(Output(model.Output.Step, input, call)),
            "InitialState" => new KnownState(network, model.ReadsMemory || call.Arguments.IsEmpty ? null : ReadNumber(call.Arguments[0].Value), IsInitial: true, call.Syntax),
            "CreateMemory" => new KnownMemory(network, call.Syntax),
            "OutputLengths" => new KnownTensor { Shape = [batch], Type = DType.Int64, IsOutputLengths = true, Origin = call.Syntax },
            _ => null,
        };

        KnownTuple Results(KnownTensor output) => new([output, new KnownState(network, batch, IsInitial: false, call.Syntax)]);

        KnownValue? Outputs(KnownTensor output) => call.Type is INamedTypeSymbol { IsTupleType: true } ? new KnownTuple([output]) : output;

        KnownTensor Output(Shape shape, KnownTensor? read, IOperation origin) => new()
        {
            Shape = shape switch
            {
                SequenceShape sequence => [read?.Length(0), TimeOf(sequence.Time, read?.Length(1)), network.SizeOf(sequence.Features)],
                VectorShape vector => [read?.Length(0), network.SizeOf(vector.Features)],
                _ => null,
            },
            Type = network.Type,
            HasDefaultType = network.HasDefaultType,
            Order = shape is SequenceShape ? AxisOrder.BatchFirst : AxisOrder.Unknown,
            Origin = origin.Syntax,
        };

        long? TimeOf(TimeExtent extent, long? time) => extent.Steps is { } steps ? network.SizeOf(steps)
            : time is { } read ? (read - extent.Shrink + extent.Stride - 1) / extent.Stride
            : null;
    }
}
