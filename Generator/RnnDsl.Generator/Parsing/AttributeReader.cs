using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Parsing;

/// <summary>The arguments of one attribute.</summary>
internal readonly struct AttributeReader(AttributeData attribute)
{
    /// <summary>An argument of the constructor; another value where it is of another type.</summary>
    public T Positional<T>(int index, T otherwise) =>
        index < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[index].Value is T value ? value : otherwise;

    /// <summary>A named argument, or what the attribute has without it.</summary>
    public T Named<T>(string name, T otherwise)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Value is T value)
            {
                return value;
            }
        }

        return otherwise;
    }

    /// <summary>A size among the constructor's arguments.</summary>
    public SizeArgument Size(int index) => Size(attribute.ConstructorArguments[index].Value);

    /// <summary>A size that need not be given: the constructor's argument at the index, or else the named one.</summary>
    public SizeArgument? OptionalSize(int index, string name)
    {
        if (index < attribute.ConstructorArguments.Length)
        {
            return Size(index);
        }

        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value.Kind == TypedConstantKind.Array ? new SizeArgument(0, "[]") : Size(argument.Value.Value);
            }
        }

        return null;
    }

    /// <summary>What neither a number nor a text could be is kept as a text that no size has.</summary>
    private static SizeArgument Size(object? value) => value switch
    {
        int number => new SizeArgument(number, null),
        string text => new SizeArgument(0, text),
        null => new SizeArgument(0, ""),
        _ => new SizeArgument(0, $"({FormattableString.Invariant($"{value}")})"),
    };
}
