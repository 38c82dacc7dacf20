namespace RnnDsl.Generator.Semantics;

/// <summary>The rules of cells and their equations.</summary>
internal static partial class Rules
{
    public static readonly Rule EquationCannotBeRead = Error("RNN301", "An equation can be read",
        "This cannot be read: {0}.");

    public static readonly Rule UnknownFunction = Error("RNN302", "A function is one that equations have",
        "There is no function '{0}'. {1}");

    public static readonly Rule FunctionArguments = Error("RNN303", "A function has its arguments",
        "'{0}' takes {1}, and it is given {2}. Write {3}.");

    public static readonly Rule DefinedTwice = Error("RNN304", "A name is defined once",
        "'{0}' is defined already, as '{1}'. {2}");

    public static readonly Rule NotForAnEquation = Error("RNN305", "An equation defines a value of this step",
        "'{0}' cannot be defined. {1}");

    public static readonly Rule NotDefined = Error("RNN306", "A value of this step is defined",
        "'{0}' is read, and no equation defines it. {1}");

    public static readonly Rule UsedBeforeDefined = Error("RNN307", "A value is defined before it is used",
        "'{0}' is read before its equation. {1}");

    public static readonly Rule StateNeverUpdated = Error("RNN308", "A state is updated",
        "'{0}' is read, and no equation updates it. {1}");

    public static readonly Rule StateNeverRead = Error("RNN309", "A state is read",
        "'{0}' is given a size as a state, but '{1}' is never read, so it is not a state. Read it, or move it from States to Values.");

    public static readonly Rule NoOutput = Error("RNN310", "A cell defines its output",
        "No equation defines {0}, which is the cell's output. {1}");

    public static readonly Rule ProductOfVectors = Error("RNN311", "A product with · has a matrix",
        "'{0} · {1}' is a product of two values, and · needs a matrix, a parameter that no equation defines. {2}");

    public static readonly Rule MatrixAndVector = Error("RNN312", "A parameter is a matrix or a vector",
        "'{0}' is {1} here and {2} elsewhere: left of · it is a matrix, anywhere else a vector. Give one of the two another name.");

    public static readonly Rule NoVector = Error("RNN313", "An operand is a vector where one is needed",
        "{0}. {1}");

    public static readonly Rule SizesDisagree = Error("RNN314", "Sizes agree",
        "Sizes disagree: {0}, and {1}. Here {2}. {3}");

    public static readonly Rule StatesText = Error("RNN315", "States, Values and Inputs name values and their sizes",
        "{0} cannot be read: {1}.");

    public static readonly Rule ParameterUnknown = Error("RNN316", "[CellParameter] names a parameter",
        "[CellParameter] names '{0}', which is no parameter of '{1}'. {2}");

    public static readonly Rule ParameterInitialization = Error("RNN317", "An initialisation fits its parameter",
        "[CellParameter] of '{0}' has {1}, {2}.");

    public static readonly Rule CellAndModel = Error("RNN318", "A cell is no model",
        "'{0}' has [Cell] and [{1}], and a model names its cells, which are separate classes. Move [Cell] to a separate class, and put it into the model by [Recurrent(typeof(...), size)].");

    public static readonly Rule ParameterOfNoCell = Error("RNN319", "[CellParameter] is on a cell",
        "'{0}' has [CellParameter] but no [Cell], so there is no parameter to initialise. Put it on the class with the equations.");

    public static readonly Rule NotACell = Error("RNN320", "[Recurrent] names a cell",
        "[Recurrent] names '{0}', which has no [Cell]. Put [Cell(\"...\")] with its equations on that class, or name one that has it.");

    public static readonly Rule CellHasErrors = Error("RNN321", "A layer's cell has no errors",
        "[Recurrent] names '{0}', whose equations have an error: {1}");

    public static readonly Rule SizesText = Error("RNN322", "Sizes gives the sizes that the cell names",
        "[Recurrent] {0}. {1}");

    public static readonly Rule InputAsLongAsState = Error("RNN323", "A layer has the input size that its cell needs",
        "'{0}' needs an input of its hidden size, because {1}, but {2} and its hidden size is {3}. {4}");

    public static readonly Rule CellNotation = Error("RNN325", "Input, Output and Time are names in the equations",
        "[Cell] has {0} = \"{1}\", which is {2}.");

    public static readonly Rule ConstantsText = Error("RNN326", "Constants are numbers of names in the equations",
        "[{0}] has Constants = \"{1}\": {2}.");

    public static readonly Rule InputsOfLayer = Error("RNN327", "A layer has the inputs that its cell names",
        "'{0}' has the inputs {1}, {2} features in all, but {3}. {4}");

    public static readonly Rule OptionOfBuiltInCells = Error("RNN324", "An option acts on the cell",
        "[Recurrent] has {0}, which does nothing for '{1}': {2}.");

    public static readonly Rule CellWithoutInput = Warning("RNN330", "A cell reads its input",
        "{0} does not depend on {1}, so the cell gives the same output for every sequence. {2}");

    public static readonly Rule CellWithoutMemory = Warning("RNN331", "A cell has a state",
        "{0} does not depend on a previous state, so the cell has no memory. {1}");

    public static readonly Rule UnusedDefinition = Warning("RNN332", "A definition is used",
        "'{0}' is defined, and {1} does not depend on it. It is not computed; remove it, or use it.");

    public static readonly Rule PerhapsPrevious = Warning("RNN333", "A difference has spaces around its minus",
        "'{0}-1' reads as '{0}' minus 1. Write '{1}' for the value at the previous step, or '{0} - 1', with spaces, for the difference.");

    public static readonly Rule LearnedProduct = Warning("RNN334", "A matrix multiplies a value of the step",
        "'{1}' is a parameter, so '{0} · {1}' is the same at every step. Was x_t or a state forgotten, as in '{0} · x_t'? For a parameter vector, write one name.");

    public static readonly Rule PerhapsProduct = Warning("RNN335", "A matrix product is written with ·",
        "'*' multiplies elementwise, so '{0}' is a vector here. Write '{0} · {1}' for the matrix product, or '{0} ⊙ {1}' for the elementwise product.");

    public static readonly Rule PerhapsDivisor = Warning("RNN337", "A quotient before a factor has parentheses",
        "'{0}' reads as {1}. Write it so, or '{2}' for the other quotient.");

    public static readonly Rule PerhapsKind = Warning("RNN338", "The name of a parameter fits its use",
        "'{0}' reads as {1}. {2}");

    public static readonly Rule PartWithoutEffect = Warning("RNN339", "All parts of an equation have an effect",
        "'{0}' has no effect here, because {1}. {2}");

    public static readonly Rule PerhapsOuter = Warning("RNN340", "⊗ is an outer or an elementwise product",
        "'{0}' reads as the elementwise product. Write '{1}' for it, or '{2}' for the outer product, which is a matrix.");

    public static readonly Rule LooksAlike = Error("RNN336", "Names that look alike have the same letters",
        "'{0}' looks like '{1}' but is another letter: '{2}' is {3}. Write '{1}'.");
}
