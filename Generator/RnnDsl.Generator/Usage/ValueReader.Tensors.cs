using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnDsl.Generator.Usage;

/// <summary>The results of TorchSharp's factories and of the methods of tensors.</summary>
internal sealed partial class ValueReader
{
    /// <summary>Parameters of factories that are sizes, in their order.</summary>
    private static readonly string[] SizeParameters = ["size", "dimensions", "rows", "columns", "dim0", "dim1", "dim2", "dim3"];

    private KnownTensor? ReadTensorCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var arguments = new CallArguments(call);
        if (IsTensor(method.ContainingType))
        {
            return Apply(method, ReadTensor(call.Instance) ?? new KnownTensor { Origin = call.Syntax }, arguments);
        }

        if (!method.IsStatic || !IsOfTorch(method.ContainingType) || !IsTensor(method.ReturnType))
        {
            return null;
        }

        // torch.transpose(x, 0, 1) is x.transpose(0, 1).
        if (TakesTensor(method))
        {
            return Apply(method, ReadTensor(arguments[0]) ?? new KnownTensor { Origin = call.Syntax }, arguments);
        }

        return Create(call, arguments) is { } created ? created with { Origin = call.Syntax } : null;
    }

    /// <summary>The result of a factory.</summary>
    private KnownTensor? Create(IInvocationOperation call, CallArguments arguments)
    {
        switch (call.TargetMethod.Name)
        {
            case "zeros":
                return Typed(DType.Float32) with { Shape = Sizes(arguments), Range = (0, 0) };

            case "ones":
                return Typed(DType.Float32) with { Shape = Sizes(arguments), Range = (1, 1) };

            case "rand" or "randn" or "empty":
                return Typed(DType.Float32) with { Shape = Sizes(arguments) };

            // The dtype follows from the value.
            case "full":
                return Typed(null) with { Shape = Sizes(arguments), Range = ReadNumber(arguments["value"]) is { } value ? (value, value) : null };

            case "randint":
                var lowest = arguments["low"] is { } low ? ReadNumber(low) : 0;
                return Typed(DType.Int64) with
                {
                    HasDefaultType = false,
                    Shape = Sizes(arguments),
                    Range = lowest is { } least && ReadNumber(arguments["high"]) is { } most && most > least ? (least, most - 1) : null,
                };

            case "arange":
                return Typed(null) with { Shape = [null] };

            case "tensor" when Element(call.TargetMethod.Parameters[0].Type) is { } element:
                return Typed(DTypes.Of(element.Type)) with
                {
                    HasDefaultType = false,
                    Shape = Sizes(arguments) ?? Lengths(element.Rank, arguments[0]),
                    Range = ReadNumbers(arguments[0]!) is { Count: > 0 } numbers && numbers.All(number => number is not null) ? (numbers.Min()!.Value, numbers.Max()!.Value) : null,
                };

            case "pad_sequence":
                var batchFirst = arguments["batch_first"];
                return batchFirst is null ? new KnownTensor { Order = AxisOrder.TimeFirst }
                    : batchFirst.ConstantValue.Value is bool isFirst ? new KnownTensor { Order = isFirst ? AxisOrder.BatchFirst : AxisOrder.TimeFirst }
                    : null;

            default:
                return null;
        }

        KnownTensor Typed(DType? otherwise) => arguments["dtype"] is { } given
            ? new KnownTensor { Type = ReadType(given) }
            : new KnownTensor { Type = otherwise, HasDefaultType = true };
    }

    /// <summary>The result of a method of a tensor; null for methods not listed here.</summary>
    private KnownTensor? Apply(IMethodSymbol method, KnownTensor tensor, CallArguments arguments)
    {
        switch (method.Name)
        {
            case "clone" or "detach" or "contiguous" or "cuda" or "cpu" or "alias" or "requires_grad_" or "MoveToOuterDisposeScope" or "DetachFromDisposeScope":
                return tensor;

            case "to" or "to_type" or "type":
                return method.Parameters.FirstOrDefault(parameter => IsScalarType(parameter.Type)) is { } type
                    ? Converted(tensor, ReadType(arguments[type.Name]))
                    : TakesTensor(method) || method.Name == "type" ? Converted(tensor, null) : tensor;

            case "half" or "float" or "double" or "int" or "long" or "bool" or "bfloat16" when method.Parameters.IsEmpty:
                return Converted(tensor, DTypes.Named(method.Name));

            case "zeros_like" or "ones_like" or "rand_like" or "randn_like" or "empty_like":
                return Computed(arguments["dtype"] is { } dtype ? Converted(tensor, ReadType(dtype)) : tensor) with { Order = tensor.Order };

            case "tanh" or "relu" or "sigmoid" or "exp" or "log" or "abs" or "masked_fill" or "clamp":
                return Computed(tensor);

            case "softmax" or "log_softmax":
                return Computed(arguments["dtype"] is { } given ? Converted(tensor, ReadType(given)) : tensor) with { IsSoftmax = method.Name == "softmax" };

            case "transpose" or "swapaxes" when method.Parameters.Length >= 2:
                return Axis(tensor, arguments["dim0"]) is { } one && Axis(tensor, arguments["dim1"]) is { } other ? Swapped(tensor, one, other) : Reshaped(tensor, null);

            case "t":
                return tensor.Rank == 2 ? Swapped(tensor, 0, 1) : Reshaped(tensor, null);

            case "permute":
                return ReadNumbers(arguments["permutation"]!) is { } order ? Permuted(tensor, order) : Reshaped(tensor, null);

            case "unsqueeze":
                return Reshaped(tensor, Inserted(tensor, arguments["dim"]));

            case "squeeze" when arguments["dim"] is { } dimension:
                return Reshaped(tensor, Axis(tensor, dimension) is { } squeezed && tensor.Length(squeezed) is { } length ? length == 1 ? Without(tensor, squeezed) : tensor.Shape : null);

            case "view" or "reshape":
                return Reshaped(tensor, ReadNumbers(arguments["shape"]!) is { } shape ? Resolved(shape, tensor) : null);

            case "select":
                return Reshaped(tensor, Axis(tensor, arguments["dim"]) is { } selected ? Without(tensor, selected) : null);

            case "narrow":
                return Axis(tensor, arguments["dim"]) is { } narrowed
                    ? tensor with { Shape = [.. tensor.Shape!.Select((length, i) => i == narrowed ? ReadNumber(arguments["length"]) : length)] }
                    : Reshaped(tensor, null);

            case "argmax":
                return Converted(Reshaped(tensor, Axis(tensor, arguments["dim"]) is { } reduced && arguments["keepdim"] is null ? Without(tensor, reduced) : null), DType.Int64) with { Range = null };

            case "one_hot":
                return Reshaped(tensor, tensor.Shape is { } classes ? [.. classes, ReadNumber(arguments["num_classes"]) is > 0 and var count ? count : null] : null) with { Range = (0, 1) };

            default:
                return null;
        }
    }

    /// <summary>An operation of a tensor and a scalar: the shape stays, and a floating-point dtype too.</summary>
    private KnownTensor? ReadArithmetic(IBinaryOperation binary)
    {
        if (!IsTensor(binary.Type) || binary.OperatorKind is not (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide))
        {
            return null;
        }

        var tensor = IsNumber(binary.RightOperand) ? ReadTensor(binary.LeftOperand) : IsNumber(binary.LeftOperand) ? ReadTensor(binary.RightOperand) : null;
        return tensor is null ? null : Computed(tensor);

        static bool IsNumber(IOperation operand) =>
            (operand is IConversionOperation { Operand: var number } ? number : operand).Type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;
    }

    /// <summary>The size arguments of a factory; null if they have another form.</summary>
    private IReadOnlyList<long?>? Sizes(CallArguments arguments)
    {
        List<long?> sizes = [];
        foreach (var name in SizeParameters)
        {
            if (arguments[name] is not { } value)
            {
                continue;
            }

            // One integer for one dimension, or a list for all of them.
            if (value.Type?.SpecialType is SpecialType.System_Int64 or SpecialType.System_Int32)
            {
                sizes.Add(ReadNumber(value));
            }
            else
            {
                return ReadNumbers(value);
            }
        }

        return sizes.Count > 0 ? sizes : null;
    }

    /// <summary>The type of an array's elements and its number of dimensions; a scalar has none.</summary>
    private static (ITypeSymbol Type, int Rank)? Element(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => (array.ElementType, array.Rank),
        INamedTypeSymbol { Name: "IList", TypeArguments: { Length: 1 } elements } => (elements[0], 1),
        { SpecialType: SpecialType.None } => null,
        _ => (type, 0),
    };

    private static long?[] Lengths(int rank, IOperation? array)
    {
        while (array is IConversionOperation { Operand: var operand })
        {
            array = operand;
        }

        return rank switch
        {
            0 => [],
            1 => [array switch
            {
                IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues.Length,
                ICollectionExpressionOperation collection when !collection.Elements.Any(element => element is ISpreadOperation) => collection.Elements.Length,
                _ => null,
            }],
            2 when array is IArrayCreationOperation { Initializer.ElementValues: { Length: > 0 } rows } && rows[0] is IArrayInitializerOperation row => [rows.Length, row.ElementValues.Length],
            _ => new long?[rank],
        };
    }

    /// <summary>A dtype; null if it is unknown.</summary>
    private static DType? ReadType(IOperation? operation) => operation switch
    {
        IConversionOperation { Operand: var operand } => ReadType(operand),
        IFieldReferenceOperation { Field: { IsStatic: true } field } when IsScalarType(field.Type) => DTypes.Named(field.Name),
        _ => null,
    };

    /// <summary>A dimension counted from the front; null if it is unknown.</summary>
    private int? Axis(KnownTensor tensor, IOperation? dimension) =>
        ReadNumber(dimension) is { } index && tensor.Rank is { } rank && index >= -rank && index < rank ? (int)(index < 0 ? index + rank : index)
        // The first dimensions have names even if their number is unknown.
        : ReadNumber(dimension) is 0 or 1 && tensor is { Rank: null, Order: not AxisOrder.Unknown } ? (int)ReadNumber(dimension)!.Value
        : null;

    private IReadOnlyList<long?>? Inserted(KnownTensor tensor, IOperation? dimension) =>
        ReadNumber(dimension) is { } index && tensor.Shape is { } shape && index >= -shape.Count - 1 && index <= shape.Count
            ? Insert(shape, (int)(index < 0 ? index + shape.Count + 1 : index))
            : null;

    private static IReadOnlyList<long?> Insert(IReadOnlyList<long?> shape, int index) => [.. shape.Take(index), 1, .. shape.Skip(index)];

    private static IReadOnlyList<long?>? Without(KnownTensor tensor, int dimension) => tensor.Shape is { } shape ? [.. shape.Where((_, i) => i != dimension)] : null;

    private static KnownTensor Swapped(KnownTensor tensor, int one, int other) => tensor with
    {
        Shape = tensor.Shape is { } shape ? [.. shape.Select((length, i) => i == one ? shape[other] : i == other ? shape[one] : length)] : null,
        Order = one == other ? tensor.Order : one + other == 1 ? Swapped(tensor.Order) : one > 1 && other > 1 ? tensor.Order : AxisOrder.Unknown,
    };

    private static KnownTensor Permuted(KnownTensor tensor, IReadOnlyList<long?> order) => tensor with
    {
        Shape = tensor.Shape is { } shape && shape.Count == order.Count && order.All(axis => axis >= 0 && axis < shape.Count) ? [.. order.Select(axis => shape[(int)axis!])] : null,
        Order = order.Count < 2 ? AxisOrder.Unknown
            : order[0] == 0 && order[1] == 1 ? tensor.Order
            : order[0] == 1 && order[1] == 0 ? Swapped(tensor.Order)
            : AxisOrder.Unknown,
    };

    private static AxisOrder Swapped(AxisOrder order) => order switch
    {
        AxisOrder.BatchFirst => AxisOrder.TimeFirst,
        AxisOrder.TimeFirst => AxisOrder.BatchFirst,
        _ => AxisOrder.Unknown,
    };

    /// <summary>Another shape of the same elements, or of some of them.</summary>
    private static KnownTensor Reshaped(KnownTensor tensor, IReadOnlyList<long?>? shape) => tensor with { Shape = shape, Order = AxisOrder.Unknown };

    /// <summary>The shape with the length that is written as -1 computed.</summary>
    private static IReadOnlyList<long?> Resolved(IReadOnlyList<long?> shape, KnownTensor tensor)
    {
        var others = shape.Where(length => length != -1).Aggregate((long?)1, (product, length) => product * length);
        var all = tensor.Shape?.Aggregate((long?)1, (product, length) => product * length);
        return [.. shape.Select(length => length != -1 ? length : others > 0 && all is { } count ? count / others : null)];
    }

    private static KnownTensor Converted(KnownTensor tensor, DType? type) => tensor with { Type = type, HasDefaultType = false };

    /// <summary>The same shape with other values.</summary>
    private static KnownTensor Computed(KnownTensor tensor) => tensor with
    {
        Range = null,
        IsSoftmax = false,
        Type = tensor.Type is { } type && type.IsFloating() ? type : null,
    };

    private static bool IsTensor(ITypeSymbol? type) => type is { Name: "Tensor", ContainingType.Name: "torch" };

    private static bool TakesTensor(IMethodSymbol method) => method.Parameters.Length > 0 && IsTensor(method.Parameters[0].Type);

    private static bool IsScalarType(ITypeSymbol type) =>
        (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: var inner } ? inner[0] : type) is { Name: "ScalarType", ContainingType.Name: "torch" };

    /// <summary>Whether a class is torch, or nested in it: torch.nn.functional.</summary>
    private static bool IsOfTorch(INamedTypeSymbol type) => type.Name == "torch" || (type.ContainingType is { } outer && IsOfTorch(outer));
}
