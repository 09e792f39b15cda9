using Imara.Engine.Files;
namespace Imara.Appraisal.Simulating;

/// <summary>The files with several names, shared by all threads.</summary>
internal sealed class LinkedFiles
{
    private readonly Dictionary<InodeKey, LinkedFile> files = [];
    private readonly Lock gate = new();

    /// <summary>Adds one name of a file.</summary>
    public void Add(InodeKey key, long size, ReadOnlySpan<byte> path, AccessPlan plan, ReadOnlySpan<EntryTally> measures)
    {
        lock (gate)
        {
            if (!files.TryGetValue(key, out var file))
            {
                files[key] = file = new LinkedFile(size);
            }

            file.Rules.UnionWith(plan.Rules);
            file.IsHashed |= plan.IsHashed;
            var isFirst = file.Path.IsEmpty || path.SequenceCompareTo(file.Path.Span) < 0;
            if (isFirst)
            {
                file.Path = new ByteString(path);
            }

            foreach (var measure in measures)
            {
                var known = file.Measures.FindIndex(other => other.Pcr == measure.Pcr);
                if (known < 0)
                {
                    file.Measures.Add(measure);
                }
                else if (isFirst)
                {
                    file.Measures[known] = measure;
                }
            }
        }
    }

    /// <summary>Counts each file once.</summary>
    public void CountIn(Tally tally)
    {
        foreach (var file in files.Values)
        {
            tally.Count(file.Size, [.. file.Rules], file.IsHashed, file.Measures.ToArray());
        }
    }
}
