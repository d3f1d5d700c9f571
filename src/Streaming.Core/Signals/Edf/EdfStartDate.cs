using System.Globalization;

namespace Streaming.Core.Signals.Edf;

/// <summary>The start of a recording from the header's two date fields; EDF+ repeats the date with four digits of year.</summary>
internal static class EdfStartDate
{
    private static readonly string[] Months =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    public static DateTime? Parse(string date, string time, string recording, RemarkList remarks)
    {
        var day = FromRecording(recording) ?? FromDate(date);
        var clock = FromTime(time);
        if (day is null) remarks.Add("Byte 168, start date: not a date; the start of the recording is not known.");
        if (clock is null) remarks.Add("Byte 176, start time: not a time; the start of the recording is not known.");
        return day + clock;
    }

    private static DateTime? FromDate(string text)
    {
        if (Numbers(text) is not [var day, var month, var year]) return null;
        return Date(year >= 85 ? 1900 + year : 2000 + year, month, day); // clipping year of the EDF+ specification
    }

    private static DateTime? FromRecording(string recording)
    {
        var words = recording.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || words[0] != "Startdate" || words[1].Split('-') is not [var day, var month, var year]) return null;
        return int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var d)
            && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
            ? Date(y, Array.IndexOf(Months, month.ToUpperInvariant()) + 1, d)
            : null;
    }

    private static TimeSpan? FromTime(string text) =>
        Numbers(text) is [var hour and < 24, var minute and < 60, var second and < 60] ? new TimeSpan(hour, minute, second) : null;

    private static int[]? Numbers(string text)
    {
        var parts = text.Split('.', ':', '-', '/', ',');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length > 2 || !int.TryParse(parts[i], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out numbers[i])) return null;
        }

        return numbers;
    }

    private static DateTime? Date(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified)
            : null;
}
