using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>The file of a model's kernels for the CPU: further parts of the classes of its loops.</summary>
internal static class KernelFile
{
    /// <summary>The file; null for a model without such loops.</summary>
    public static string? Emit(Plan plan)
    {
        var recurrences = plan.Errors.Count > 0 ? [] : plan.Recurrences.Where(recurrence => recurrence.Rows is not null).ToList();
        return recurrences.Count == 0 ? null : FileFrame.Write(plan.Type, "from the attributes of", Imports, (names, writer) =>
        {
            if (plan.Type.Containers.Append(plan.Type.Level).SelectMany(level => level.TypeParameterNames).Intersect(TypeParameters).Any())
            {
                writer.Line("#pragma warning disable CS0693 // A type parameter of a kernel has the name of one of the class, which the kernel does not use.");
            }

            writer.Line($"partial class {plan.Type.Level.Display}");
            using (writer.Braces())
            {
                foreach (var recurrence in recurrences)
                {
                    Emit(recurrence.Layer, recurrence.Loop!, recurrence.Rows!, names, writer);
                    writer.Line();
                }
            }
        });
    }

    /// <summary>Writes the part of a loop's class with its kernels.</summary>
    public static void Emit(LayerReference layer, LoopSchedule loop, RowSchedule rows, TypeNames names, SourceWriter writer)
    {
        writer.Line($"private sealed partial class {TorchMembers.Loop(layer.Property)}");
        using (writer.Braces())
        {
            new KernelClassEmitter(loop, rows.Forward, isBackward: false, names, writer).Emit();
            new KernelClassEmitter(loop, rows.Backward, isBackward: true, names, writer).Emit();
        }
    }

    /// <summary>The type parameters of kernels' methods.</summary>
    private static readonly string[] TypeParameters = ["T", "TLane", "TColumns"];

    /// <summary>The using directives of a file of kernels.</summary>
    public static readonly string[] Imports =
    [
        "using global::System.Runtime.CompilerServices;",
        "using global::RnnDsl.Kernels;",
        "using global::RnnDsl.Torch.CompilerServices;",
        "using static global::TorchSharp.torch;",
    ];
}
