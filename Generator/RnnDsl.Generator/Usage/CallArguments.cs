using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnDsl.Generator.Usage;

/// <summary>The arguments of a call by parameter; null for omitted ones.</summary>
internal readonly struct CallArguments(IInvocationOperation call)
{
    public IOperation? this[string parameter] => Value(argument => argument.Name == parameter);

    public IOperation? this[int ordinal] => Value(argument => argument.Ordinal == ordinal);

    /// <summary>The given values, in the order of the parameters.</summary>
    public IEnumerable<(IParameterSymbol Parameter, IOperation Value)> Given => call.Arguments
        .Where(argument => argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter: not null })
        .OrderBy(argument => argument.Parameter!.Ordinal)
        .Select(argument => (argument.Parameter!, argument.Value));

    private IOperation? Value(Func<IParameterSymbol, bool> isMeant)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter: { } parameter } && isMeant(parameter))
            {
                return argument.Value;
            }
        }

        return null;
    }
}
