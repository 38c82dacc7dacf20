using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Prints a plan as a TorchSharp module.</summary>
internal static class ModelEmitter
{
    public static string Emit(Plan plan) => FileFrame.Write(plan.Type, "from the attributes of", TorchNames.Usings, (names, writer) =>
    {
        if (plan.Errors.Count > 0)
        {
            BrokenModelEmitter.Emit(plan, names, writer);
        }
        else
        {
            EmitClass(plan, names, writer);
        }
    });

    private static void EmitClass(Plan plan, TypeNames names, SourceWriter writer)
    {
        RemarksEmitter.Emit(plan, writer);
        var bases = BaseTypes(names["DeclaredModule"], plan, names).Append(names["ILayerOutputs"]).ToList();
        writer.Line($"partial class {plan.Type.Level.Display} :" + (bases.Count == 1 ? " " : "\n    ") + string.Join(",\n    ", bases));
        using (writer.Braces())
        {
            new ConstructorEmitter(plan.Constructor, names, writer).Emit(plan.Type);
            MethodsEmitter.Emit(plan, names, writer);
            SummaryEmitter.Emit(plan, names, writer);
            var loops = new LoopEmitter(plan, names, writer);
            loops.Emit();
            StateEmitter.Emit(plan, names, writer);
            loops.EmitClasses();
        }
    }

    /// <summary>The module's signature, and the seams it offers to training and decoding.</summary>
    /// <param name="module">The base class, without its type arguments.</param>
    /// <param name="plan">The model.</param>
    /// <param name="names">The names of types.</param>
    public static IEnumerable<string> BaseTypes(string module, Plan plan, TypeNames names)
    {
        yield return module + new ForwardSignature(plan.Methods.Forward.Signature, InputName(plan), names).TypeArguments;
        if (plan.Methods.Forward.Signature is { CarriesState: true, TakesLengths: true })
        {
            yield return $"{names["ISequenceModel"]}<{names.State}>";
        }

        if (plan.Methods.Step is { Signature.ReadsMemory: false })
        {
            yield return $"{names["IStepModel"]}<{names.State}>";
        }
    }

    /// <summary>The parameter that the input arrives in.</summary>
    public static string InputName(Plan plan) =>
        plan.InputName is var name && (name is "features" or "lengths" || (name == "memory" && plan.Methods.Forward.Signature.ReadsMemory)) ? "input" : name;
}
