using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>The hand-written members of the class.</summary>
/// <param name="Names">The names of all members.</param>
/// <param name="Overrides">The names of the overrides.</param>
/// <param name="UnchainedConstructors">The indices of the constructors that do not call another constructor of the class.</param>
/// <param name="UnregisteredModules">Fields and properties whose modules or parameters the class creates and does not register.</param>
internal sealed record MembersByHand(
    EquatableArray<string> Names,
    EquatableArray<string> Overrides,
    EquatableArray<int> UnchainedConstructors,
    EquatableArray<string> UnregisteredModules)
{
    /// <summary>Whether there is an OnConstructed that is not the partial method.</summary>
    public bool HasHandWrittenHook { get; init; }

    /// <summary>Whether there is a partial OnConstructed with parameters, which the generated constructor does not call.</summary>
    public bool HasHookWithParameters { get; init; }
}
