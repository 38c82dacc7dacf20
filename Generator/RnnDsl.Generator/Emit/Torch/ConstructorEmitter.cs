using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes the fields, the constructor, and the properties of the modules and their registration.</summary>
internal sealed class ConstructorEmitter(ConstructorPlan constructor, TypeNames names, SourceWriter writer)
{
    private readonly ModulePrinter _modules = new(constructor, names);

    /// <param name="type">The class of the model.</param>
    public void Emit(TypeDeclaration type)
    {
        EmitFields();
        EmitConstructor(type);
        foreach (var module in constructor.Modules)
        {
            writer.Line($"/// <summary>{Xml.TextWithCode(module.Summary)}</summary>")
                .Line(names.Generated)
                .Line($"{_modules.Accessibility(module)} {_modules.Type(module)} {module.Property} {{ get; }}")
                .Line();
        }

        writer.Line("/// <summary>Called at the end of the constructor. Implement it to change weights or to register more modules.</summary>")
            .Line("partial void OnConstructed();")
            .Line();
    }

    /// <summary>A size as the methods write it: with the fields that keep the constructor's parameters.</summary>
    public static string StoredSize(Polynomial size) => size.ToCSharp(TorchMembers.SizeField);

    private void EmitFields()
    {
        foreach (var size in constructor.StoredSizes)
        {
            writer.Line($"private readonly long {TorchMembers.SizeField(size)};");
        }

        foreach (var field in constructor.Fields)
        {
            writer.Line($"private readonly {RecurrentFields.Type(field, names)} {RecurrentFields.Name(field)};");
        }

        if (constructor.StoredSizes.Count + constructor.Fields.Count > 0)
        {
            writer.Line();
        }
    }

    private void EmitConstructor(TypeDeclaration type)
    {
        new ConstructorSignature(constructor.Sizes, constructor.Vectors, constructor.SharedTables).Write(type.Level.Identifier, names, writer, "");
        writer.Line($"    : base({names.NameOfModel})");
        using (writer.Braces())
        {
            foreach (var check in constructor.Checks)
            {
                writer.Line(Check(check));
            }

            foreach (var size in constructor.StoredSizes)
            {
                writer.Line($"{TorchMembers.SizeField(size)} = {size};");
            }

            if (constructor.Sizes.Count > 0)
            {
                writer.Line();
            }

            foreach (var module in constructor.Modules)
            {
                writer.Line($"{module.Property} = {(module is OperationModule { SharedParameter: { } shared } ? shared + " ?? " : "")}{_modules.Construct(module)};");
            }

            writer.Line();
            foreach (var module in constructor.Modules)
            {
                Register(module);
            }

            foreach (var field in constructor.Fields)
            {
                writer.Line($"{RecurrentFields.Name(field)} = {RecurrentFields.Value(field, names)};");
            }

            foreach (var step in constructor.Initializations)
            {
                Initialize(step);
            }

            EmitEnd(names, writer);
        }

        writer.Line();
    }

    private void Register(ModulePlan module)
    {
        var registration = $"{names.Inherited("register_module")}({Literal.Of(module.Key)}, {module.Property});";
        if (module is not OperationModule { SharedParameter: { } shared })
        {
            writer.Line(registration);
            return;
        }

        writer.Line($"if ({shared} is null)");
        using (writer.Braces())
        {
            writer.Line(registration);
        }

        writer.Line();
    }

    private string Check(SizeCheck check)
    {
        var outOfRange = names["ArgumentOutOfRangeException"];
        return check switch
        {
            PositiveSize size => $"{outOfRange}.ThrowIfNegativeOrZero({size.Parameter});",
            LeastSize size => $"{outOfRange}.ThrowIfLessThan({size.Size.ToCSharp()}, {Literal.Of(size.Least)});",
            ShorterProjection projection => $"{outOfRange}.ThrowIfGreaterThanOrEqual({projection.Projection.ToCSharp()}, {projection.HiddenSize.ToCSharp()});",
            BlankAmongLabels labels => $"{names["ModelLoss"]}.CheckBlank({Literal.Of(labels.Blank)}, {labels.Labels.ToCSharp()}, {Literal.Of(labels.Labels.ToString())}, {names.NameOfModel});",
            _ => throw new InvalidOperationException($"A {check.GetType().Name} has no code."),
        };
    }

    private void Initialize(InitializationStep step)
    {
        switch (step)
        {
            case InitializeRecurrence recurrence:
                writer.Line($"{names["RecurrentInitialization"]}.Apply({recurrence.Recurrence.Layer.Property}, {ModulePrinter.Cell(recurrence.Recurrence.Operation, names)}, {Initialization(recurrence)});");
                break;

            case CopyVectors { Vectors: { Parameter: var vectors, Table: var table } }:
                writer.Line()
                    .Line("// Initialise the table with a copy of the given vectors.")
                    .Line($"{names["WordVectors"]}.Copy({vectors}, {table.Property}, {names.NameOfModel}, {names.NameOf(vectors)}"
                        + (table.PaddingIndex is { } row ? $", {Literal.Of(row)}" : "") + ");");
                break;

            case FreezeTable { Table: var table }:
                writer.Line()
                    .Line("// The table is frozen.")
                    .Line($"{table.Property}.get_parameter(\"weight\")!.requires_grad = false;");
                break;

            default:
                throw new InvalidOperationException($"A {step.GetType().Name} has no code.");
        }
    }

    private static string Initialization(InitializeRecurrence recurrence)
    {
        var kinds = Enum.GetValues(typeof(InitializationKinds)).Cast<InitializationKinds>()
            .Where(kind => kind != InitializationKinds.Uniform && recurrence.Kinds.HasFlag(kind))
            .Select(kind => $"global::RnnDsl.Initialization.{kind}");
        return string.Join(" | ", kinds) + (recurrence.Kinds.HasFlag(InitializationKinds.Chrono) ? $", chronoLength: {Literal.Of(recurrence.ChronoLength)}" : "");
    }

    /// <summary>What every constructor ends with.</summary>
    public static void EmitEnd(TypeNames names, SourceWriter writer) =>
        writer.Line()
            .Line($"{names.Inherited("RecordDevice")}(device);")
            .Line("OnConstructed();")
            .Line($"{names.Inherited("DetachWeightsFromDisposeScope")}();");
}
