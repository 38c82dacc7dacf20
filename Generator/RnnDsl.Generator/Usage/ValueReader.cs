using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RnnDsl.Generator.Usage;

/// <summary>
/// Determines the known value of an expression: through variables that are assigned once, TorchSharp's factories and shape operations, and the
/// members of models.
/// </summary>
internal sealed partial class ValueReader(UsedModels models, SemanticModel semantics, CancellationToken cancellation)
{
    // Deeper than any hand-written chain of calls.
    private const int Deepest = 64;

    private int _depth;

    /// <summary>The known value; null if nothing is known.</summary>
    public KnownValue? Read(IOperation? operation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (operation is null || _depth == Deepest)
        {
            return null;
        }

        _depth++;
        var value = operation switch
        {
            IConversionOperation { OperatorMethod: null, Operand: var operand } => Read(operand),
            IParenthesizedOperation { Operand: var operand } => Read(operand),
            ILocalReferenceOperation local => ReadLocal(local),
            IFieldReferenceOperation { Field.ContainingType.IsTupleType: true } element => ReadElement(element),
            IFieldReferenceOperation or IParameterReferenceOperation => UnknownInstance(operation),
            IPropertyReferenceOperation property => ReadProperty(property),
            IInvocationOperation call => ReadCall(call),
            IObjectCreationOperation creation => ReadCreation(creation),
            IBinaryOperation binary => ReadArithmetic(binary),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus, Operand: var operand } => ReadTensor(operand) is { } tensor ? Computed(tensor) : null,
            _ => null,
        };
        _depth--;
        return value;
    }

    public KnownTensor? ReadTensor(IOperation? operation) => Read(operation) as KnownTensor;

    /// <summary>The receiver of a call; null if it is not a model.</summary>
    public KnownNetwork? ReadNetwork(IOperation? receiver) => models.Find(receiver?.Type, cancellation) is null ? null : Read(receiver) as KnownNetwork ?? UnknownInstance(receiver!);

    /// <summary>An integer that is constant, or computed from constants and known shapes.</summary>
    public long? ReadNumber(IOperation? operation) => operation switch
    {
        { ConstantValue: { HasValue: true, Value: int or long or short or byte } } => Convert.ToInt64(operation.ConstantValue.Value, System.Globalization.CultureInfo.InvariantCulture),
        IConversionOperation { OperatorMethod: null or { ContainingType.Name: "Scalar" }, Operand: var operand } => ReadNumber(operand),
        IParenthesizedOperation { Operand: var operand } => ReadNumber(operand),
        ILocalReferenceOperation local when _depth < Deepest && Initializer(local.Local) is { Operation: var value, Element: null } => Deeper(value),
        IInvocationOperation { TargetMethod.Name: "size", Instance: { } tensor, Arguments: { Length: 1 } sizes } => Length(ReadTensor(tensor), ReadNumber(sizes[0].Value)),
        IArrayElementReferenceOperation { ArrayReference: IPropertyReferenceOperation { Property.Name: "shape", Instance: { } tensor }, Indices: { Length: 1 } indices } => Length(ReadTensor(tensor), ReadNumber(indices[0])),
        _ => null,
    };

    /// <summary>The integers of an array or a collection, null for unknown ones; null if their number is unknown.</summary>
    private IReadOnlyList<long?>? ReadNumbers(IOperation operation) => operation switch
    {
        IConversionOperation { Operand: var operand } => ReadNumbers(operand),
        IArrayCreationOperation { Initializer: { } initializer, DimensionSizes.Length: 1 } => [.. initializer.ElementValues.Select(ReadNumber)],
        ICollectionExpressionOperation collection when !collection.Elements.Any(element => element is ISpreadOperation) => [.. collection.Elements.Select(ReadNumber)],
        _ => null,
    };

    private static long? Length(KnownTensor? tensor, long? dimension) =>
        tensor?.Rank is { } rank && dimension is { } index && index >= -rank && index < rank ? tensor.Length((int)(index < 0 ? index + rank : index)) : null;

    private long? Deeper(IOperation? value)
    {
        _depth++;
        var number = ReadNumber(value);
        _depth--;
        return number;
    }

    private KnownValue? ReadLocal(ILocalReferenceOperation reference) => models.Variable(reference.Local, () => ReadInitializer(reference));

    private KnownValue? ReadInitializer(ILocalReferenceOperation reference)
    {
        if (Initializer(reference.Local) is not { } initializer)
        {
            return UnknownInstance(reference);
        }

        var value = Read(initializer.Operation);
        value = initializer.Element is { } index ? value is KnownTuple tuple && index < tuple.Elements.Count ? tuple.Elements[index] : null : value;
        var body = models.Body(initializer.Member);
        return value switch
        {
            KnownNetwork network => network with
            {
                Holder = network.Holder ?? reference.Local,
                Type = body.MayBeConverted(reference.Local.Name) ? null : network.Type,
            },
            KnownTensor tensor when body.IsWritten(reference.Local.Name) => tensor with { Range = null, IsSoftmax = false },
            null => UnknownInstance(reference),
            _ => value,
        };
    }

    /// <summary>The initial value of a variable, if it is not reassigned.</summary>
    private (IOperation? Operation, int? Element, SyntaxNode Member)? Initializer(ILocalSymbol local)
    {
        if (local.DeclaringSyntaxReferences is not { Length: 1 } references || references[0].SyntaxTree != semantics.SyntaxTree)
        {
            return null;
        }

        var declaration = references[0].GetSyntax(cancellation);
        var (syntax, element) = declaration switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => (value, default(int?)),
            SingleVariableDesignationSyntax { Parent: ParenthesizedVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } } several }
                => (assignment.Right, several.Variables.IndexOf((VariableDesignationSyntax)declaration)),
            SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } argument } }
                => (assignment.Right, tuple.Arguments.IndexOf(argument)),
            _ => default((ExpressionSyntax?, int?)),
        };
        if (syntax is null)
        {
            return null;
        }

        var member = MemberBody.EnclosingMember(declaration);
        return models.Body(member).IsReassigned(local.Name) ? null : (semantics.GetOperation(syntax, cancellation), element, member);
    }

    private KnownValue? ReadElement(IFieldReferenceOperation reference)
    {
        var name = (reference.Field.CorrespondingTupleField ?? reference.Field).Name;
        return Read(reference.Instance) is KnownTuple tuple && name.StartsWith("Item", StringComparison.Ordinal)
            && int.TryParse(name.Substring(4), out var number) && number <= tuple.Elements.Count
                ? tuple.Elements[number - 1]
                : null;
    }

    /// <summary>A network of which only the class is known, and its variable.</summary>
    private KnownNetwork? UnknownInstance(IOperation reference) => models.Find(reference.Type, cancellation) is { } model
        ? new KnownNetwork(model)
        {
            Holder = reference switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                IMemberReferenceOperation member => member.Member,
                _ => null,
            },
        }
        : null;
}
