namespace RnnDsl.Generator.Semantics;

/// <summary>Internal errors of the compiler.</summary>
internal static partial class Rules
{
    public static readonly Rule CompilerFailed = Error("RNN099", "The compiler handles every declaration",
        "The RnnDsl generator failed on '{0}' while it {1}: {2} in {3}, \"{4}\". This is an error of RnnDsl and not of your code. Please report it to the RnnDsl project, with the declaration of '{0}' and this message. Other models are not affected.");
}
