using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>The names of the members that a layer adds to the generated class.</summary>
internal static class TorchMembers
{
    /// <summary>The time loop of the decoder layers that run step by step.</summary>
    public const string UnrollDecoder = "UnrollDecoder";

    private static readonly LayerMember WeightsOfStep = new("_", "Weights");
    private static readonly LayerMember LayersOf = new("_", "Layers");
    private static readonly LayerMember UnrollOf = new("Unroll", "");
    private static readonly LayerMember StepOf = new("Step", "");
    private static readonly LayerMember LoopOf = new("", "Loop");
    private static readonly LayerMember ScalarsOf = new("", "Scalars");
    private static readonly LayerMember WeightsOfKernel = new("", "Weights");
    private static readonly LayerMember RunOf = new("Run", "");
    private static readonly LayerMember AttendOf = new("Attend", "");

    /// <summary>The members of recurrent layers.</summary>
    public static readonly LayerMember[] OfRecurrences = [WeightsOfStep, LayersOf, UnrollOf, StepOf, LoopOf, ScalarsOf, WeightsOfKernel, RunOf, AttendOf];

    /// <summary>The field of a parameter.</summary>
    public static string SizeField(string parameter) => TorchNames.Names.FieldOf(parameter);

    public static string WeightsField(string property) => WeightsOfStep.Of(property);

    public static string LayersField(string property) => LayersOf.Of(property);

    public static string Unroll(string property) => UnrollOf.Of(property);

    public static string Run(string property) => RunOf.Of(property);

    public static string KernelWeights(string property) => WeightsOfKernel.Of(property);

    public static string StepLoop(string property) => StepOf.Of(property);

    /// <summary>A recurrence and its attention, in one emitted loop.</summary>
    public static string Attend(string property) => AttendOf.Of(property);

    public static string Loop(string property) => LoopOf.Of(property);

    /// <summary>The class of the scalars of a recurrence.</summary>
    public static string Scalars(string property) => ScalarsOf.Of(property);
}
