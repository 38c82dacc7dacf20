using System.Reflection;

namespace RnnDsl.Generator.Semantics;

/// <summary>All rules.</summary>
internal static partial class Rules
{
    // Internal errors.

    public static readonly Rule CompilerFailed = Error("RNN099", "The compiler handles every declaration",
        "The RnnDsl generator failed on '{0}' while it {1}: {2} in {3}, \"{4}\". This is an error of RnnDsl and not of your code. Please report it to the RnnDsl project, with the declaration of '{0}' and this message. Other models are not affected.");

    // Class declaration.

    public static readonly Rule NotPartial = Error("RNN101", "A model must be partial",
        "'{0}' must be declared partial, because the other half of the class is generated. Write 'partial class {0}'.");

    public static readonly Rule ContainerNotPartial = Error("RNN102", "The types around a model must be partial",
        "'{0}' is nested in '{1}', which must be declared partial too, because the generated half of '{0}' is nested in it as well. Write 'partial {2} {1}'.");

    public static readonly Rule LayersOnSeveralParts = Error("RNN103", "The layers of a model are on one part of the class",
        "The layers of '{0}' are on {1} parts of the class, so their order is not defined. Move them all to one part.");

    public static readonly Rule LayersWithoutModel = Error("RNN104", "Layers need an attribute that makes a model of their class",
        "'{0}' has layers but no [{1}], so nothing is generated from them. Put [{1}] above the layers.");

    public static readonly Rule NotAClass = Error("RNN105", "A model is an ordinary class",
        "'{0}' {1}. Declare it as 'partial class {0}'.");

    public static readonly Rule BaseClass = Error("RNN106", "A model has no base class",
        "'{0}' derives from '{1}', but a model derives from nn.Module, which its generated half names as the base class. Remove '{1}'; interfaces may stay.");

    public static readonly Rule PrimaryConstructor = Error("RNN107", "A model has no primary constructor",
        "'{0}' has a primary constructor, but the generator writes the constructor. Remove the parameter list, and name the sizes in the layers, as in [Linear(\"size\")].");

    public static readonly Rule MemberClash = Error("RNN108", "A member is written by hand and generated",
        "'{0}' declares '{1}' by hand, and the generator writes a member of that name for {2}. {3}");

    public static readonly Rule LanguageTooOld = Error("RNN109", "The language version is too old",
        "Generated code needs C# {1} or newer, and '{0}' is compiled as C# {2}. Set <LangVersion>{1}</LangVersion> or remove the setting.");

    public static readonly Rule TorchSharpMissing = Error("RNN110", "TorchSharp is missing",
        "'{0}' needs {1}, which this project does not reference. Add the package {2}.");

    public static readonly Rule TorchSharpTooOld = Error("RNN111", "TorchSharp is too old",
        "'{0}' needs TorchSharp {1} or newer, and this project references {2}. Update the package.");

    public static readonly Rule ConstructorSkipsLayers = Error("RNN112", "A constructor calls the generated one",
        "This constructor of '{0}' does not call the generated one, which makes the layers. Write ': this(...)' with the sizes after its parameters.");

    public static readonly Rule ModuleNotRegistered = Warning("RNN113", "A hand-written module is registered",
        "'{0}' makes '{1}' by hand and never registers it, so its weights are not trained, saved or moved to a device. Call register_module (register_parameter for a parameter) in 'partial void OnConstructed()'.");

    public static readonly Rule HookNotPartial = Error("RNN114", "OnConstructed is the half of a partial method",
        "'{0}' declares OnConstructed {1}, so it is not the method that the generated constructor calls. Write 'partial void OnConstructed()'.");

    public static readonly Rule ApplyNothing = Error("RNN115", "[Apply] names a method of the class",
        "[Apply] names the method '{0}', which '{1}' does not have. {2}");

    public static readonly Rule ApplySignature = Error("RNN116", "[Apply] calls a method from a tensor to a tensor",
        "[Apply] calls '{0}', which is '{1}' and not a function from a tensor to a tensor. Declare it as 'Tensor {0}(Tensor x)', or as 'Tensor {0}(Tensor x, Tensor? lengths)'.");

    public static readonly Rule NotATensorModule = Error("RNN117", "[Module] names a module from a tensor to a tensor",
        "[Module] names '{0}', which is no nn.Module<Tensor, Tensor>. {1}");

    public static readonly Rule TargetWithoutModel = Error("RNN119", "[Streaming] and [Onnx] are attributes of a model",
        "'{0}' has [{1}] but is no model, so nothing is generated. Put [SequenceModel], [Encoder], [Decoder] or [EncoderDecoder] above it, or remove [{1}].");

    public static readonly Rule ModuleNotMade = Error("RNN118", "[Module] names a module that can be made",
        "[Module] names '{0}', which the generated constructor cannot make: {1}. {2}");

    // Layer order.

    public static readonly Rule NoInput = Error("RNN120", "The first layer is an input",
        "'{0}' has no input layer. Begin with [Embedding(vocabulary, features)] for token ids{1}.");

    public static readonly Rule SecondInput = Error("RNN121", "A model has one input",
        "[{0}] is a second input of '{1}', which already reads [{2}]. Remove one of the two.");

    public static readonly Rule InputNotFirst = Error("RNN122", "The input comes first",
        "[{0}] is the input of '{1}', but {2}. Move [{0}] to the top.");

    public static readonly Rule NothingRecurrent = Error("RNN123", "A sequence model has a recurrent layer",
        "'{0}' has no recurrent layer, so its steps do not depend on each other. Put [Lstm(size)], [Gru(size)] or [Rnn(size)] below the input.");

    // Layer arguments.

    public static readonly Rule SizeNotPositive = Error("RNN130", "A size is at least 1",
        "The {1} of [{0}] is {2}, and a size is at least 1. Write a positive number or the name of a constructor parameter.");

    public static readonly Rule SizeText = Error("RNN131", "The text of a size names a constructor parameter",
        "The {1} of [{0}] is \"{2}\", which names no constructor parameter: {3}. Write a name such as \"hidden\", or a name with its default such as \"hidden = 256\".");

    public static readonly Rule TwoDefaults = Error("RNN132", "A constructor parameter has one default",
        "The parameter '{0}' has two defaults: {1} in [{2}] and {3} in [{4}]. Give it one, and name it without a default in the other place.");

    public static readonly Rule CaseOnly = Error("RNN133", "Names differ in more than case",
        "'{0}' in [{1}] and '{2}' in [{3}] differ in case only. {4}");

    public static readonly Rule DropoutRange = Error("RNN134", "A dropout probability is in [0, 1)",
        "The {2} of [{0}] is {1}, and a probability is at least 0 and less than 1. Write a number from 0 up to, but not including, 1, such as 0.3 (30 % is 0.3).");

    public static readonly Rule DropoutBetweenNothing = Error("RNN135", "Dropout of a recurrent layer acts between layers",
        "[{0}] has {2} = {1} but Layers = 1, and this dropout acts between layers only. Write Layers = 2 or more, or remove it and put [{3}] below [{0}].");

    public static readonly Rule LayerCount = Error("RNN136", "A recurrent layer has at least one layer",
        "[{0}] has Layers = {1}, and a recurrent layer is at least 1 layer deep. Write 1 or more, or remove the setting for 1.");

    public static readonly Rule UnknownValue = Error("RNN137", "An enumeration's value is one of its members",
        "[{0}] has {1}, which {2}. Use one of {3}.");

    // Options of a recurrent layer.

    public static readonly Rule OptionsExclude = Error("RNN151", "Options of a recurrent layer are compatible",
        "[{0}] has {1} and {2}, which exclude each other: {3}. Remove one of the two.");

    public static readonly Rule OptionWithout = Error("RNN152", "An option has an effect",
        "[{0}] has {1} but {2}, so it would do nothing. {3}");

    public static readonly Rule ChronoLength = Error("RNN153", "Chrono initialisation has a length",
        "[{0}] has {1}, and Initialization.Chrono spreads memories between 1 and ChronoLength steps, at least 2. Write ChronoLength = 784 for dependences of up to 784 steps.");

    public static readonly Rule CellHasNo = Error("RNN154", "An initialisation fits its cell",
        "[{0}] has Initialization.{1}, which {2}. Use one of {3} here.");

    public static readonly Rule TiedToNothing = Error("RNN160", "A tied layer names its embedding",
        "[Linear] is tied to \"{0}\", which is no [Embedding] of '{1}'. {2}");

    public static readonly Rule WindowNotPositive = Error("RNN161", "A window's width and stride are at least 1",
        "[{0}] has {1} = {2}, which must be at least 1. {3}");

    public static readonly Rule CausalImage = Error("RNN162", "Causal padding is over time",
        "[Conv2d] has Padding = ConvolutionPadding.Causal, and an image has no time. Write ConvolutionPadding.Same or ConvolutionPadding.Valid.");

    public static readonly Rule BlankRange = Error("RNN163", "The blank is one of the classes",
        "[Ctc] has Blank = {0}, but {1}. Write the class that stands for no label.");

    public static readonly Rule LabelSmoothingRange = Error("RNN164", "Label smoothing is in [0, 1)",
        "[Classify] has LabelSmoothing = {0}, and label smoothing is at least 0 and less than 1. Write a number from 0 up to, but not including, 1, such as 0.1 (10 % is 0.1).");

    public static readonly Rule PaddingIndexRange = Error("RNN165", "The padding token is in the vocabulary",
        "[Embedding] has PaddingIndex = {0}, but {1}. Write the token that stands for padding, or remove the setting.");

    public static readonly Rule DilationOfNothing = Error("RNN166", "Dilation spreads a window of several steps",
        "[Conv1d] has Dilation = {0} but Kernel = 1, and a window of one step has nothing to spread. Write a wider Kernel, or remove Dilation.");

    public static readonly Rule NoEffect = Error("RNN167", "A layer has an effect",
        "[{0}] has {1}, so it does nothing. {2}");

    public static readonly Rule SizeNotAnInt = Error("RNN168", "A size is an int",
        "The {0} of [{1}] is {2}, and a size is an int, or a text that names a constructor parameter. Write {3}.");

    // Names.

    public static readonly Rule NotAName = Error("RNN140", "A layer's name is a C# name",
        "\"{1}\" cannot name [{0}]: {2}. The name becomes a property and a key of the state_dict, so write letters, digits and underscores, such as \"{3}\".");

    public static readonly Rule DuplicateName = Error("RNN141", "Layer names are unique",
        "[{0}] and [{1}] are both named \"{2}\". Give one of them another Name.");

    public static readonly Rule ReservedName = Error("RNN142", "A name does not collide with another",
        "The name \"{0}\" of {1} would clash with {2}. {3}");

    // Performance.

    public static readonly Rule LeavesFusedKernel = Info("RNN150", "A layer leaves the fused kernel",
        "[{0}] runs as an emitted loop and not on the fused kernel, because of {1}: expect a training step of this layer to take {2}. {3}");

    // Shapes.

    public static readonly Rule LastStateNotAfterRecurrence = Error("RNN201", "[LastState] follows a recurrent layer",
        "[LastState] is the final state of the recurrent layer it stands directly below, but it stands {0}. Move it {1}.");

    public static readonly Rule SecondLastState = Error("RNN202", "A model has one [LastState]",
        "This is a second [LastState], and after the first there is one vector, {0}, and no sequence left. Remove one of the two.");

    public static readonly Rule SequenceNeeded = Error("RNN203", "A recurrent layer reads a sequence",
        "[{0}] reduces the sequence to one vector, {1}, and [{2}] below it needs a sequence, [batch, time, features]. Remove this [{0}], or move it below [{2}].");

    public static readonly Rule PerSequenceButPerStep = Error("RNN204", "A model declared PerSequence reduces the sequence",
        "'{0}' is declared to give one vector for a sequence, but [{1}] keeps every step, {2}, and the output is {3}. Put [LastState] below [{1}].");

    public static readonly Rule PerStepButPerSequence = Error("RNN205", "A model declared PerStep keeps the sequence",
        "'{0}' is declared to give a vector for every step, but [{1}] keeps one vector of the sequence, {2}. Remove [{1}], or declare Output = ModelOutput.PerSequence.");

    public static readonly Rule ResidualWidths = Error("RNN206", "A residual layer has equal input and output sizes",
        "[{0}] has Residual = true, which adds each layer's input to its output, but the input has {1} a step and the output {2}. Put [Linear] with the output's size above [{0}], or change one of the two sizes.");

    public static readonly Rule ProjectionTooLong = Error("RNN207", "A projection is smaller than the hidden state",
        "[Lstm] has ProjectionSize = {0} and a hidden size of {1}, and a projection makes the hidden state smaller. Write a smaller ProjectionSize, or remove it.");

    public static readonly Rule NoStepThere = Error("RNN208", "A model declared with Step = true runs step by step",
        "'{0}' is declared with Step = true, to be run one step at a time, but {1}. Change [{2}], or remove Step = true.");

    public static readonly Rule TiedSizes = Error("RNN210", "A tied layer has the sizes of its table",
        "[Linear] {0} {1}, but it is tied to '{2}', whose {3} {4}. {5}, or remove TiedTo.");

    public static readonly Rule ImageNotFlattened = Error("RNN211", "An image is flattened to a sequence",
        "[{0}] gives images, {1}, and {2} reads the features of a step. Put [FlattenToSequence] {3}.");

    public static readonly Rule ImageNeeded = Error("RNN212", "A layer over images reads an image",
        "[{0}] gives {1}, and {2} below it reads an image, [batch, channels, height, width]. {3}");

    public static readonly Rule LockedOnVector = Error("RNN213", "Locked dropout acts on a sequence",
        "[Dropout] has Locked = true, but [{0}] above it reduces the sequence to one vector, {1}, so there is only one step to mask. Remove Locked, or move [Dropout] above [{0}].");

    public static readonly Rule SecondPooling = Error("RNN214", "A sequence is pooled once",
        "[{0}] reduces the sequence to one vector, {1}, and [{2}] below it needs its steps. Remove one of the two.");

    public static readonly Rule SymbolicStride = Error("RNN215", "A size that a stride divides is a number",
        "[{0}] makes one of every {1} {2}, and {3} divided by {1} is no size the compiler can compute with. Write the {4} as a number.");

    public static readonly Rule WindowTooWide = Error("RNN216", "A window fits into its input",
        "[{0}] moves a window that spans {1} {2}, and there {3}. {4}");

    public static readonly Rule StepsNeeded = Error("RNN217", "A layer over time reads a sequence",
        "[{0}] reduces the sequence to one vector, {1}, and [{2}] below it moves over its steps. Remove this [{0}], or move it below [{2}].");

    public static readonly Rule SizeBeyondCounting = Error("RNN218", "The number of elements of a tensor is limited",
        "[{0}] has {1}, and a tensor has at most 9,223,372,036,854,775,807 elements. Write smaller sizes.");

    public static readonly Rule HeadNotLast = Error("RNN220", "A head comes last",
        "[{0}] is the head of the model, but [{1}] is below it. Move [{0}] to the end.");

    public static readonly Rule SecondHead = Error("RNN221", "A model has one head",
        "[{0}] is a second head of '{1}', which already has [{2}]. Remove one of the two.");

    public static readonly Rule ProbabilitiesInsteadOfScores = Error("RNN222", "A loss over classes reads scores",
        "[Activation] makes probabilities of the scores by {0}, but the loss of [{1}] does that itself, with better precision. Remove the activation; where probabilities are needed, take the softmax of the output.");

    public static readonly Rule CtcOnVector = Error("RNN223", "[Ctc] reads scores of every step",
        "[{0}] reduces the sequence to one vector, {1}, and [Ctc] aligns labels with steps. Remove [{0}], or write [Classify] for one class a sequence.");

    public static readonly Rule OneClass = Error("RNN224", "A loss over classes needs at least two",
        "[{0}] gives 1 feature{2}, and [{1}] chooses among classes: of one, the choice is certain and the loss always 0. Give at least 2, or write [Regress].");

    public static readonly Rule BoundedScores = Warning("RNN230", "Scores of classes are not bounded",
        "[{0}] keeps every score {1} by {2}, but {3} takes the softmax of scores of any size, so that some probabilities cannot be reached. {4}");

    public static readonly Rule NormalisedAlone = Error("RNN231", "Normalisation needs at least two features",
        "[{0}] {1}, which is always {2}. {3}");

    /// <summary>Lazy, because the static fields of the parts of this class are initialised in an undefined order.</summary>
    private static readonly Lazy<IReadOnlyList<Rule>> Sorted = new(() =>
        [.. typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(Rule))
            .Select(field => (Rule)field.GetValue(null)!)
            .OrderBy(rule => rule.Id, StringComparer.Ordinal)]);

    /// <summary>All rules, by id.</summary>
    public static IReadOnlyList<Rule> All => Sorted.Value;

    private static Rule Error(string id, string title, string message) => new(id, RuleSeverity.Error, title, message);

    private static Rule Warning(string id, string title, string message) => new(id, RuleSeverity.Warning, title, message);

    private static Rule Info(string id, string title, string message) => new(id, RuleSeverity.Info, title, message);
}
