namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>A cell typed in LaTeX in the manner of its paper, and what the paper means, by hand.</summary>
/// <param name="Name">The cell and its paper.</param>
/// <param name="Equations">The text of [Cell].</param>
/// <param name="Step">Computes one step of one sequence by hand.</param>
internal sealed record PaperCell(string Name, string Equations, Action<PaperStep> Step)
{
    /// <summary>The states and their sizes.</summary>
    public string? States { get; init; }

    /// <summary>What the paper calls the input, the output and the time.</summary>
    public string? Input { get; init; }

    /// <summary>The parts of the input and their sizes.</summary>
    public string? Inputs { get; init; }

    public string? Output { get; init; }

    public string? Time { get; init; }

    /// <summary>Whether values are columns or rows.</summary>
    public VectorConvention Vectors { get; init; }

    /// <summary>The sizes of values that are no states.</summary>
    public string? Values { get; init; }

    /// <summary>The constants.</summary>
    public string? Constants { get; init; }

    /// <summary>The parameters that are one number.</summary>
    public string[] Scalars { get; init; } = [];

    /// <summary>The warnings; none where the text can be read in one way only.</summary>
    public string[] Warnings { get; init; } = [];
}

/// <summary>A text that is refused: the message names the construct and what to write.</summary>
/// <param name="Name">The cell and its paper.</param>
/// <param name="Equations">The text of [Cell].</param>
/// <param name="Messages">The messages, with what they point at.</param>
internal sealed record RefusedCell(string Name, string Equations, params string[] Messages);

/// <summary>What a hand computation of one step reads and writes.</summary>
internal sealed class PaperStep(Vector input, IReadOnlyDictionary<string, Vector> states, Func<string, Matrix> matrix, Func<string, Vector> vector)
{
    /// <summary>x_t</summary>
    public Vector X => input;

    /// <summary>The parts of the input by their keys.</summary>
    public IReadOnlyDictionary<string, Vector> Inputs { get; init; } = new Dictionary<string, Vector>();

    /// <summary>h_{t-1}</summary>
    public Vector H => Previous("h");

    public Dictionary<string, Vector> Next { get; } = [];

    /// <summary>A weight matrix by its key.</summary>
    public Matrix M(string key) => matrix(key);

    /// <summary>A parameter vector by its key.</summary>
    public Vector V(string key) => vector(key);

    /// <summary>The previous value of a state.</summary>
    public Vector Previous(string key) => states[key];

    public void Set(string key, Vector value) => Next[key] = value;
}
