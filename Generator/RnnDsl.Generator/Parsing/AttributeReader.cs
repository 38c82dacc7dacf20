using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Parsing;

/// <summary>
/// The arguments of one attribute. C# provides arguments of any type, also where it reports an error. Only this class reads them,
/// and an argument of an unexpected type counts as missing.
/// </summary>
internal readonly struct AttributeReader(AttributeData attribute)
{
    /// <summary>An argument of the constructor; the default if it is missing or of another type.</summary>
    public T Positional<T>(int index, T otherwise) => At(index) is { } argument && ValueOf(argument) is T value ? value : otherwise;

    /// <summary>A named argument; the default if it is missing.</summary>
    public T Named<T>(string name, T otherwise) => Of(name) is { } argument && ValueOf(argument) is T value ? value : otherwise;

    /// <summary>A type among the constructor's arguments; null if it is not a type.</summary>
    public ITypeSymbol? Type(int index) => At(index) is { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } ? type : null;

    /// <summary>A size among the constructor's arguments.</summary>
    public SizeArgument Size(int index) => At(index) is { } argument ? Size(argument) : new SizeArgument(0, "");

    /// <summary>An optional size: the constructor's argument at the index, or else the named one.</summary>
    public SizeArgument? OptionalSize(int index, string name) => (At(index) ?? Of(name)) is { } argument ? Size(argument) : null;

    /// <summary>A named size; null if it is missing or null.</summary>
    public SizeArgument? NamedSize(string name) => Of(name) is { IsNull: false } argument ? Size(argument) : null;

    private TypedConstant? At(int index) => index < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[index] : null;

    /// <summary>A named argument; null if it is missing, given twice, or rejected by C#.</summary>
    private TypedConstant? Of(string name)
    {
        TypedConstant? found = null;
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key != name)
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = argument.Value;
        }

        return found is { } value && Accepts(PropertyOf(name), value) ? value : null;
    }

    /// <summary>Whether C# has converted a value to its property's type. Otherwise the value keeps its original type.</summary>
    private static bool Accepts(IPropertySymbol? property, TypedConstant value) =>
        value.Kind != TypedConstantKind.Error && (value.Kind == TypedConstantKind.Array || value.Value is not ITypeSymbol { TypeKind: TypeKind.Error })
        && (property is null or { Type.SpecialType: SpecialType.System_Object } || SymbolEqualityComparer.Default.Equals(property.Type, value.Type));

    private IPropertySymbol? PropertyOf(string name)
    {
        for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
            {
                return property;
            }
        }

        return null;
    }

    /// <summary>The value of an argument; for an array, its elements.</summary>
    private static object? ValueOf(TypedConstant argument) =>
        argument.IsNull ? null : argument.Kind == TypedConstantKind.Array ? argument.Values : argument.Value;

    private static SizeArgument Size(TypedConstant argument) => ValueOf(argument) switch
    {
        // A member of an enumeration has an int value.
        int number when argument.Kind != TypedConstantKind.Enum => new SizeArgument(number, null),
        string text => new SizeArgument(0, text),
        null => new SizeArgument(0, ""),
        var value => new SizeArgument(argument.Kind == TypedConstantKind.Enum ? 0 : MeantInt(value), "") { OfOtherType = Display(argument) },
    };

    /// <summary>The int value of a number of another type; 0 if it has none, or is not a number.</summary>
    private static int MeantInt(object value) =>
        value is IConvertible and not (bool or char) && Convert.ToDouble(value, CultureInfo.InvariantCulture) is >= 1 and <= int.MaxValue and var number && number == Math.Floor(number)
            ? (int)number
            : 0;

    /// <summary>The C# literal, with a suffix for the type of a number.</summary>
    private static string Display(TypedConstant argument) => argument switch
    {
        { Kind: TypedConstantKind.Array } => $"new[] {{ {string.Join(", ", argument.Values.Select(Display))} }}",
        { Value: ITypeSymbol type } => $"typeof({type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)})",
        { Kind: TypedConstantKind.Enum, Type: { } type } => argument.ToCSharpString().Replace($"{type.ContainingNamespace}.", ""),
        { Value: not (bool or char or string or int or null), Type: { } type } => $"the {type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {argument.ToCSharpString()}",
        _ => argument.ToCSharpString(),
    };
}
