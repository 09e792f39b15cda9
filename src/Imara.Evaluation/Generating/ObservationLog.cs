using System.Runtime.InteropServices;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Generating;

/// <summary>Collects accesses; equal ones are counted. Memory for the different ones.</summary>
public sealed class ObservationLog
{
    private readonly Dictionary<Key, (PolicyEvent Event, long Count)> seen = [];

    /// <summary>The different accesses, in the order they were first seen.</summary>
    public IReadOnlyList<Observation> Observations => [.. seen.Select(pair => new Observation(pair.Value.Event, pair.Key.Path, pair.Key.Label, pair.Value.Count))];

    /// <summary>Adds an access.</summary>
    public void Add(in PolicyEvent e, ByteString path, AppraisalLabel label)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, new Key(e.Func, e.Mask, e.Creds, e.File, path, label), out var isKnown);
        slot = isKnown ? (slot.Event, slot.Count + 1) : (e, 1);
    }

    private readonly record struct Key(PolicyFunc Func, AccessMask Mask, Credentials Creds, FileFacts? File, ByteString Path, AppraisalLabel Label);
}
