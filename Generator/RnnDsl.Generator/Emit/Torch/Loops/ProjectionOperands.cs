namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>The operands of an input projection. Its code can be run again, so it refers to nothing else: they are the parameters of a lambda.</summary>
internal sealed class ProjectionOperands
{
    /// <summary>The largest number of operands for which the runtime has a lambda with one parameter each.</summary>
    private const int LargestLambda = 6;

    private readonly List<string> _operands = [];
    private readonly NameAllocator _names = new([]);
    private readonly List<string> _parameters = [];

    /// <summary>The parameter of an operand: the operand's own name if it is a local, else its role.</summary>
    public string this[string operand, string role]
    {
        get
        {
            if (!_operands.Contains(operand))
            {
                _operands.Add(operand);
                _parameters.Add(_names.Allocate(operand.All(character => char.IsLetterOrDigit(character) || character == '_') ? operand : role));
            }

            return Marker(_operands.IndexOf(operand));
        }
    }

    /// <summary>As code: a LoopInput of a computation with these operands.</summary>
    public string Create(string compute, TypeNames names)
    {
        var isLambda = _operands.Count <= LargestLambda;
        for (var i = 0; i < _operands.Count; i++)
        {
            compute = compute.Replace(Marker(i), isLambda ? _parameters[i] : $"given[{Literal.Of(i)}]");
        }

        var parameters = !isLambda ? "given" : _operands.Count == 1 ? _parameters[0] : $"({string.Join(", ", _parameters)})";
        return $"{(isLambda ? names["LoopInput"] + ".Of" : "new " + names["LoopInput"])}(\n    static {parameters} => {compute.Replace("\n", "\n    ")},\n    {string.Join(",\n    ", _operands)})";
    }

    // A sign that no C# has: parameters are known when all operands are.
    private static string Marker(int index) => $"\u00AB{Literal.Of(index)}\u00BB";
}
