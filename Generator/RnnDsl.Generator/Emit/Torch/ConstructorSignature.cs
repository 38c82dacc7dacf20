using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>
/// What a generated constructor takes: sizes, tables to begin with, tables of another network, device and precision; those that must be given
/// first.
/// </summary>
/// <param name="parameters">The sizes.</param>
/// <param name="vectors">The tables that begin with numbers which are given, and the parameters for them.</param>
/// <param name="shared">The tables that may be another network's.</param>
internal sealed class ConstructorSignature(
    IReadOnlyCollection<SizeParameter> parameters, IReadOnlyCollection<TableParameter> vectors, IReadOnlyCollection<TableParameter> shared)
{
    /// <summary>Writes the documentation and the header.</summary>
    /// <param name="name">The class's name, as code writes it.</param>
    /// <param name="names">The names of types.</param>
    /// <param name="writer">Where they go.</param>
    /// <param name="initializer">What stands behind the parameters.</param>
    public void Write(string name, TypeNames names, SourceWriter writer, string initializer)
    {
        writer.Line("/// <summary>Creates the model with initialised weights.</summary>");
        foreach (var parameter in parameters)
        {
            writer.Line($"/// <param name=\"{parameter.Name}\">The {string.Join(" and the ", parameter.Uses.Select(use => $"{use.Role} of <c>{use.Layer}</c>"))}.</param>");
        }

        foreach (var (parameter, table) in vectors)
        {
            writer.Line($"/// <param name=\"{parameter}\">Initial values of the table of <c>{table.Key}</c>: [{table.Vocabulary}, {table.Features}].</param>");
        }

        foreach (var (parameter, _) in shared)
        {
            writer.Line($"/// <param name=\"{parameter}\">An embedding table to share with another model; <c>null</c> creates a table.</param>");
        }

        writer.Line("/// <param name=\"device\">Device of the weights. <c>null</c>: TorchSharp's default device.</param>")
            .Line("/// <param name=\"dtype\">Dtype of the weights. <c>null</c>: TorchSharp's default dtype.</param>");
        if (parameters.Count > 0)
        {
            writer.Line($"/// <exception cref=\"{names["ArgumentOutOfRangeException"]}\">A size is less than 1.</exception>");
        }

        writer.Line(names.Generated)
            .Line($"public {name}({string.Join(", ", List(names))}){initializer}");
    }

    private IEnumerable<string> List(TypeNames names) =>
        parameters.Where(parameter => parameter.Default is null).Select(parameter => $"long {parameter.Name}")
            .Concat(vectors.Select(given => $"{names.Tensor} {given.Parameter}"))
            .Concat(parameters.Where(parameter => parameter.Default is not null).Select(parameter => $"long {parameter.Name} = {Literal.Of(parameter.Default!.Value)}"))
            .Concat(shared.Select(table => $"{names["Embedding"]}? {table.Parameter} = null"))
            .Append($"{names["Device"]}? device = null")
            .Append($"{names["ScalarType"]}? dtype = null");
}
