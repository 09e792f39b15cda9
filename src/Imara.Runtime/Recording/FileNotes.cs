using System.Runtime.InteropServices;
using Imara.Engine.Files;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Recording;

/// <summary>The files of a recording; a file is dropped with everything else that is known of it, and has another number when it comes back.</summary>
internal sealed class FileNotes
{
    private readonly Dictionary<InodeKey, FileNote> notes = [];
    private int last;

    public FileNote Of(InodeKey key)
    {
        ref var note = ref CollectionsMarshal.GetValueRefOrAddDefault(notes, key, out _);
        return note ??= new FileNote(++last);
    }

    /// <summary>The number of times the cookie of the file has moved; null: it cannot be seen.</summary>
    public ulong? CookieOf(LiveAccess access)
    {
        if (access.ChangeCookie is not { } cookie)
        {
            return null;
        }

        var note = Of(access.Key);
        if (note.LastCookie != cookie)
        {
            note.LastCookie = cookie;
            note.Moves++;

            // A new label moves the cookie too.
            note.NeedsAttributes = true;
        }

        return note.Moves;
    }

    public void AttributesChanged(InodeKey key)
    {
        var note = Of(key);
        note.HasChangedAttributes = true;
        note.NeedsAttributes = true;
    }

    public void Forget(InodeKey key) => notes.Remove(key);
}
