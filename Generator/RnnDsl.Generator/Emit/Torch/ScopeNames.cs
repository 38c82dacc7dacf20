namespace RnnDsl.Generator.Emit.Torch;

/// <summary>
/// The names that methods use, by scope: a user-defined name must not collide with them. Types are in <see cref="TorchNames"/>, members in <see cref="TorchMembers"/>.
/// </summary>
internal static class ScopeNames
{
    /// <summary><c>forward</c>, <c>Step</c> and the method that returns attention weights.</summary>
    public static readonly string[] Forward = ["scope", "state", "memory", "lengths", "torch", "nn", "training", "forward", "call", "name", "nameof", "_"];

    /// <summary>Additional names in the step loop of a decoder.</summary>
    public static readonly string[] StepLoop = ["sequence", "steps", "t", "token", "tokens"];

    /// <summary>Every method that computes a cell from equations.</summary>
    public static readonly string[] Cell = ["weights", "training", "size", "features"];

    /// <summary>Additional names in the step of such a cell.</summary>
    public static readonly string[] CellStep = ["input", "layer"];

    /// <summary>Additional names in the sequence method of such a cell.</summary>
    public static readonly string[] UnrolledCell = ["sequence", "lengths", "initial", "layer", "reverse", "states", "steps", "projection", "given"];

    /// <summary>Additional names in the method that gives the kernel weights of such a cell.</summary>
    public static readonly string[] CellWeights = ["layer", "reverse", "training"];
}
