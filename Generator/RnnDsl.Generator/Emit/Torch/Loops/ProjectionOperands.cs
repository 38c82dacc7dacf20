namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>What an input projection is computed of. The code that computes it can be run again, so it names no locals but these operands.</summary>
internal sealed class ProjectionOperands
{
    private readonly List<string> _operands = [];

    /// <summary>How the computation reads an operand.</summary>
    public string this[string operand]
    {
        get
        {
            if (!_operands.Contains(operand))
            {
                _operands.Add(operand);
            }

            return $"given[{Literal.Of(_operands.IndexOf(operand))}]";
        }
    }

    /// <summary>As code: an LoopInput of what it was asked for.</summary>
    public string Create(string compute, TypeNames names) =>
        $"new {names["LoopInput"]}(\n    static given => {compute.Replace("\n", "\n    ")},\n    {string.Join(",\n    ", _operands)})";
}
