using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>The method of a decoder that computes some layers step by step, because one of them reads the output of another at the previous step.</summary>
/// <param name="Layers">The layers, in words.</param>
/// <param name="Reason">Why they run step by step.</param>
/// <param name="Input">The shape of the input at a step, as notes print it.</param>
/// <param name="Token">The embedded token, if it is another input; else null.</param>
/// <param name="States">The states that it carries from step to step.</param>
/// <param name="Results">What it returns of all steps.</param>
/// <param name="Body">One step.</param>
internal sealed record LayersLoop(
    string Layers, string Reason, string Input, MethodValue? Token, EquatableArray<StateTensor> States, EquatableArray<LoopResult> Results, MethodBody Body);

/// <summary>A value of each step that a loop returns.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The value.</param>
internal sealed record LoopResult(string Name, MethodValue Value);
