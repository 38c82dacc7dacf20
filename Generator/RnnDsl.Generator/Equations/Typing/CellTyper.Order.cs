namespace RnnDsl.Generator.Equations.Typing;

/// <summary>The order of the equations.</summary>
internal sealed partial class CellTyper
{
    /// <summary>The equations in their order, each after those that it reads; those of a circle are where they are written.</summary>
    private List<Equation> Sorted(IEnumerable<Equation> equations)
    {
        var sorted = new List<Equation>();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var equation in equations)
        {
            // An explicit stack: a cell may be a long chain.
            var open = new Stack<(Equation Equation, Queue<string> Reads)>();
            Enter(equation);
            while (open.Count > 0)
            {
                var (current, reads) = open.Peek();
                if (reads.Count == 0)
                {
                    sorted.Add(open.Pop().Equation);
                }
                else if (_targets.TryGetValue(reads.Dequeue(), out var read))
                {
                    Enter(read);
                }
            }

            void Enter(Equation entered)
            {
                if (visited.Add(entered.Target.Name.Key))
                {
                    open.Push((entered, new Queue<string>(ReadNow(entered))));
                }
            }
        }

        return sorted;
    }

    /// <summary>The names whose value at this step an equation reads.</summary>
    private IEnumerable<string> ReadNow(Equation equation) => Expressions.Names(equation.Value)
        .Where(name => name.Time is TimeIndex.None or TimeIndex.Now && _targets.ContainsKey(name.Name.Key))
        .Select(name => name.Name.Key)
        .Distinct();

    /// <summary>Prints the circle of equations from the one that is being typed to a name that it reads, and back.</summary>
    private string Circle(string read)
    {
        var from = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = new Queue<string>([read]);
        while (rest.Count > 0 && !from.ContainsKey(_current))
        {
            var key = rest.Dequeue();
            foreach (var next in ReadNow(_targets[key]).Where(next => next != read && !from.ContainsKey(next)))
            {
                from.Add(next, key);
                rest.Enqueue(next);
            }
        }

        var circle = new List<string> { _current };
        while (circle[circle.Count - 1] != read && from.TryGetValue(circle[circle.Count - 1], out var before))
        {
            circle.Add(before);
        }

        circle.Reverse();
        var names = circle.Select(key => _targets[key].Target.Name.At(TimeIndex.Now)).ToList();
        return $"The equations are a circle: '{names[names.Count - 1]}' reads {string.Join(", which reads ", names.Select(name => $"'{name}'"))}.";
    }
}
