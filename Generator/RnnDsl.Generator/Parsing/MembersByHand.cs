using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>What somebody wrote into the class beside the attributes.</summary>
/// <param name="Names">Every member's name.</param>
/// <param name="Overrides">The names of those that override.</param>
/// <param name="UnchainedConstructors">Which of the constructors, in their order, do not call another of this class.</param>
/// <param name="UnregisteredModules">Fields and properties whose modules or parameters the class makes, and does not register.</param>
internal sealed record MembersByHand(
    EquatableArray<string> Names,
    EquatableArray<string> Overrides,
    EquatableArray<int> UnchainedConstructors,
    EquatableArray<string> UnregisteredModules)
{
    /// <summary>Whether there is an OnConstructed that is no half of the generated partial method.</summary>
    public bool HasHandWrittenHook { get; init; }

    /// <summary>Whether there is a partial OnConstructed with parameters, which the generated constructor does not call.</summary>
    public bool HasHookWithParameters { get; init; }
}
