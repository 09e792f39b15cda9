using Imara.Linux.ProcFs;

namespace Imara.Runtime.Descent;

/// <summary>Tells whether a thread belongs to a descendant of a process that adopts orphans.</summary>
/// <param name="ancestor">That process.</param>
/// <param name="parentOf">Asks for a parent; null: <c>/proc</c>.</param>
/// <remarks>
/// Parents end while they are looked for, and their numbers are given away again: only the same way up twice, without that process on it, is a no. Who is killed
/// meanwhile, or whose parents never stand still, counts as a descendant, so that nothing of the command's is missing.
/// </remarks>
internal sealed class ProcessDescent(int ancestor, ProcessDescent.ParentLookup? parentOf = null)
{
    private const int MostTries = 8;
    private const int Deepest = 4096;

    private readonly ParentLookup parentOf = parentOf ?? ProcessParent.Read;
    private List<int> way = [];
    private List<int> wayBefore = [];

    /// <summary>As <see cref="ProcessParent.Read"/>.</summary>
    internal delegate Errno ParentLookup(int thread, out int parent);

    /// <summary>True if it is one, or nothing shows that it is none.</summary>
    internal bool IsBelow(int thread)
    {
        wayBefore.Clear();
        for (var tries = 0; tries < MostTries; tries++)
        {
            var found = Climb(thread);
            if (found == true)
            {
                return true;
            }

            if (found == false && tries > 0 && way.SequenceEqual(wayBefore))
            {
                return false;
            }

            (way, wayBefore) = (wayBefore, way);
        }

        return true;
    }

    // Null: somebody on the way was gone.
    private bool? Climb(int thread)
    {
        way.Clear();
        for (var at = thread; way.Count < Deepest;)
        {
            if (parentOf(at, out var parent) != Errno.None)
            {
                return null;
            }

            if (parent == ancestor || parent <= 0)
            {
                return parent == ancestor;
            }

            way.Add(parent);
            at = parent;
        }

        return null;
    }
}
