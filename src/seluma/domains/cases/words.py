"""Every sentence about cases, in plain language. Keys are those of the rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seluma.core.access.api import Sentence
from seluma.domains.agencies import api as agencies

from . import events, rules

STATES: dict[str, Sentence] = {
    rules.DRAFT: _("Draf, belum diajukan"),
    rules.SUBMITTED: _("Diajukan, menunggu diperiksa"),
    rules.IN_REVIEW: _("Sedang kami kerjakan"),
    rules.RETURNED: _("Dikembalikan, perlu Anda perbaiki"),
    rules.HANDED_OVER: _("Diserahkan, menunggu keputusan pusat"),
    rules.OBJECTED: _("Keberatan sedang dinilai"),
    rules.GRANTED: _("Dikabulkan, dokumen sedang dibuat"),
    rules.REFUSED: _("Ditolak"),
    rules.ISSUED: _("Dokumen siap"),
    rules.COLLECTED: _("Selesai"),
    rules.WITHDRAWN: _("Dicabut oleh pemohon"),
    rules.LAPSED: _("Berakhir sebelum selesai"),
}

STAGES: dict[str, Sentence] = {
    "submit": pgettext_lazy("stage", "Diajukan"),
    "verify": _("Berkas diperiksa"),
    "pay": pgettext_lazy("stage", "Pembayaran"),
    "hand_over": pgettext_lazy("stage", "Diserahkan"),
    "object": pgettext_lazy("stage", "Keberatan"),
    "decide": pgettext_lazy("stage", "Keputusan"),
    "collect": pgettext_lazy("stage", "Pengambilan"),
}

EVENTS: dict[type, Sentence] = {
    events.CaseStarted: _("Draf dibuka"),
    events.CaseSubmitted: _("Permohonan diajukan"),
    events.CaseClaimed: _("Petugas mulai memeriksa"),
    events.CaseAssigned: _("Diserahkan kepada petugas"),
    events.CaseForwarded: _("Diteruskan kepada petugas lain"),
    events.CaseNoted: _("Catatan internal ditulis"),
    events.DeputyNamed: _("Wakil ditunjuk"),
    events.DeputyDismissed: _("Wakil berhenti mewakili"),
    events.CaseReleased: _("Dikembalikan ke antrean kantor"),
    events.CaseReturned: _("Dikembalikan untuk diperbaiki"),
    events.CaseResubmitted: _("Perbaikan dikirim"),
    events.CaseVerified: _("Berkas diperiksa, lengkap"),
    events.CaseGranted: _("Permohonan dikabulkan"),
    events.CaseRefused: _("Permohonan ditolak"),
    events.CaseIssued: _("Dokumen izin tinggal terbit"),
    events.CaseCollected: _("Dokumen diserahkan"),
    events.CaseWithdrawn: _("Permohonan dicabut"),
    events.CaseLapsed: _("Permohonan berakhir sebelum selesai"),
    events.CaseOverdue: _("Janji waktu kami terlewat"),
    events.CaseMessageSent: _("Pesan dikirim"),
    events.CaseMessagesViewed: _("Pesan dibaca"),
    events.DeadlineNeared: _("Anda diingatkan tentang sebuah batas waktu"),
    events.RemindersSwitched: _("Pengingat diubah"),
    events.DataCopied: _("Salinan data diambil"),
    events.CalendarRenewed: _("Kalender mendapat alamat baru"),
    events.CalendarClosed: _("Alamat kalender diakhiri"),
    events.CaseReferred: _("Diserahkan kepada yang memutuskan"),
    events.HandoverSent: _("Paket diterima dan diberi nomor"),
    events.HandoverFailed: _("Paket belum dapat dikirim"),
    events.HandoverRetried: _("Pengiriman paket diulangi"),
    events.CaseAnswered: _("Jawaban diterima"),
    events.AnswerMismatched: _("Jawaban yang tidak cocok ditolak"),
    events.HandoverOverdue: _("Jawaban belum datang pada waktunya"),
    events.CaseReclaimed: _("Diambil kembali oleh kantor ini"),
    events.CaseServiceWithdrawn: _("Layanannya ditarik"),
    events.ObjectionFiled: _("Keberatan diajukan"),
    events.ObjectionAssigned: _("Keberatan diberikan kepada petugas lain"),
    events.ObjectionAccepted: _("Keberatan diterima, permohonan dibuka lagi"),
    events.ObjectionRejected: _("Keberatan tidak diterima"),
    events.ObjectionWithdrawn: _("Keberatan ditarik"),
    events.ObjectionOverdue: _("Waktu menjawab keberatan terlewat"),
}

FOLLOW_UPS: dict[str, Sentence] = {
    "seluma.domains.cases.subscribers.turn_may_change": _("memperbarui giliran permohonan"),
    "seluma.domains.cases.subscribers.permit_issued": _("menyatakan permohonan siap diambil"),
    "seluma.domains.cases.subscribers.permit_ended": _("mengakhiri permohonan yang izinnya berakhir"),
    "seluma.domains.cases.subscribers.case_referred": _("mengirim paket permohonan kepada yang memutuskan"),
    "seluma.domains.cases.subscribers.service_withdrawn": _("memberi tahu pemohon bahwa layanannya ditutup"),
}
"""What a subscriber here should have done, by its name; for the list of what could not be delivered."""

INTERNAL: frozenset[type] = frozenset({events.CaseNoted})
"""What only officers see on a case's timeline."""

WHERE_IT_STANDS: dict[str, Sentence] = {
    "start": _("Permohonan ini sudah ada."),
    "answer": _("Permohonan ini sudah diajukan. Jawaban hanya dapat diubah bila petugas mengembalikannya."),
    "submit": _("Permohonan ini sudah diajukan."),
    "resubmit": _("Permohonan ini sedang tidak menunggu perbaikan Anda."),
    "withdraw": _("Permohonan ini sudah selesai, jadi tidak dapat dicabut lagi."),
    "claim": _("Permohonan ini sedang tidak di meja petugas."),
    "assign": _("Permohonan ini sedang tidak di meja petugas."),
    "release": _("Permohonan ini sedang tidak di meja petugas."),
    "pass_on": _("Permohonan ini sedang tidak di meja petugas."),
    "judge": _("Permohonan ini sedang tidak diperiksa, jadi berkasnya tidak dapat dinilai."),
    "ask_again": _("Permohonan ini sedang tidak diperiksa, jadi lembaga tidak dapat ditanya lagi."),
    "verify": _("Permohonan ini sedang tidak diperiksa."),
    "return": _("Permohonan ini sedang tidak diperiksa, jadi tidak dapat dikembalikan."),
    "grant": _("Permohonan ini sedang tidak menunggu keputusan."),
    "refuse": _("Permohonan ini sedang tidak menunggu keputusan."),
    "issue": _("Permohonan ini belum dikabulkan."),
    "collect": _("Dokumen permohonan ini belum siap diserahkan."),
    "hand_over": _("Permohonan ini sedang tidak menunggu keputusan, jadi tidak dapat diserahkan."),
    "take_back": _("Permohonan ini sedang tidak di tempat lain."),
    "answer_granted": _("Permohonan ini sedang tidak menunggu jawaban. Jawabannya mungkin sudah dicatat."),
    "answer_ready": _("Permohonan ini sedang tidak menunggu jawaban. Jawabannya mungkin sudah dicatat."),
    "answer_refused": _("Permohonan ini sedang tidak menunggu jawaban. Jawabannya mungkin sudah dicatat."),
    "answer_more": _("Permohonan ini sedang tidak menunggu jawaban. Jawabannya mungkin sudah dicatat."),
    "object": _("Permohonan ini tidak ditolak, jadi tidak ada yang dapat dikeberatkan."),
    "assign_objection": _("Tidak ada keberatan yang sedang dinilai."),
    "uphold": _("Tidak ada keberatan yang sedang dinilai."),
    "reject_objection": _("Tidak ada keberatan yang sedang dinilai."),
    "withdraw_objection": _("Tidak ada keberatan yang sedang dinilai."),
    "lapse": _("Permohonan ini tidak dapat diakhiri sekarang."),
}

ALREADY_DECIDED = _("%(name)s sudah memutuskan permohonan ini pada %(when)s: %(state)s.")
ALREADY_VERIFIED = _("%(name)s sudah memeriksa permohonan ini pada %(when)s.")
CLAIMED_BY = _("Permohonan ini sudah diambil oleh %(name)s pada %(when)s.")
NOT_OFFICER = _("Orang ini bukan petugas yang dapat memeriksa atau memutuskan permohonan.")

NOT_YOURSELF = _("Pilih petugas lain, bukan diri Anda sendiri.")
NOTE_MISSING = _("Tulis catatannya.")
NOTE_TOO_LONG = _("Catatan terlalu panjang. Tulis paling banyak 2.000 huruf.")
NOTE_ON_OWN_CASE = _("Ini permohonan Anda sendiri. Catatan internalnya bukan untuk Anda.")
ABSENCE_BACKWARDS = _("Hari terakhir harus sama dengan hari pertama, atau sesudahnya.")
ABSENCE_PAST = _("Hari terakhir sudah lewat. Isi hari ini atau hari sesudahnya.")
DEPUTY_CANNOT = _("Petugas ini tidak memegang peran yang sama, jadi tidak dapat mewakili.")
ONLY_OWN_ABSENCE = _("Anda hanya dapat menunjuk wakil untuk diri Anda sendiri.")

SUBMIT_NOT_YET = _("Permohonan belum dapat diajukan.")
RESUBMIT_NOT_YET = _("Perbaikan belum dapat dikirim.")
ANSWER_MISSING = _("Belum dijawab: %(what)s.")
DOCUMENT_MISSING = _("Belum diunggah: %(what)s.")
STILL_TO_MEND = _("Belum diperbaiki: %(what)s.")
DUPLICATE = _(
    "Orang ini sudah punya permohonan yang sama dan belum selesai (%(number)s). Lanjutkan yang itu, atau cabut dahulu."
)
DUPLICATE_OF_OTHERS = _(
    "Untuk paspor ini sudah ada permohonan yang sama dan belum selesai, diajukan dari akun lain. "
    "Hubungi kantor bila itu bukan permohonan Anda."
)
DRAFT_EXISTS = _("Anda sudah punya draf untuk layanan ini. Lanjutkan draf itu.")
QUESTION_CLOSED = _("Pertanyaan ini tidak diminta untuk diperbaiki, jadi jawabannya tetap.")
QUESTION_UNKNOWN = _("Pertanyaan ini tidak ada dalam permohonan Anda.")
SLOT_UNKNOWN = _("Dokumen ini tidak diminta dalam permohonan Anda.")

VERIFY_NOT_YET = _("Belum dapat diteruskan untuk diputuskan.")
GRANT_NOT_YET = _("Belum dapat dikabulkan.")
DOCUMENT_NOT_JUDGED = _("%(what)s belum Anda nilai.")
DOCUMENT_REJECTED = _("%(what)s tidak diterima. Kembalikan permohonan supaya pemohon menggantinya.")
PERMIT_ENDED = _("Izin ini sudah tidak berlaku, jadi tidak dapat diserahkan. Jelaskan alasannya kepada pemohon.")
NOT_VERIFIED = _("Berkas belum diperiksa.")
BILL_NOT_PAID = _("Biaya belum dibayar.")
AMOUNT_NOT_SET = _("Jumlah biaya belum dipastikan kasir.")
AGENCY_NOT_ANSWERED = _("%(agency)s belum menjawab (batas %(until)s).")
AGENCY_UNCLEAR = _("%(agency)s tidak dapat memastikannya. Tanyakan lagi, atau tolak permohonan ini.")
AGENCY_JUST_ANSWERED = _("Lembaga yang ditanya baru saja menjawab. Baca jawabannya dahulu, lalu putuskan.")
NOT_ANSWERED_YET = _("Pertanyaan ini belum dijawab. Tunggu jawabannya dahulu.")
ANSWERED_YES = _("Lembaga ini sudah membenarkannya, jadi tidak perlu ditanya lagi.")
AGENCY_SAID_NO = _("%(agency)s menjawab: tidak terdaftar atau tidak benar.")
NOTHING_TO_RETURN = _("Sebutkan paling sedikit satu hal yang perlu diperbaiki.")
REASON_MISSING = _("Tulis alasan penolakan dengan kalimat yang dipahami pemohon.")
REASON_TOO_LONG = _("Alasan terlalu panjang. Tulis paling banyak 2.000 huruf.")
REMARK_TOO_LONG = _("Catatan terlalu panjang. Tulis paling banyak 2.000 huruf.")
LAW_MISSING = _("Pilih dasar hukum penolakan.")
REMARK_MISSING = _("Tulis apa yang perlu diperbaiki.")

MESSAGE_MISSING = _("Tulis pesan Anda.")
MESSAGE_TOO_LONG = _("Pesan terlalu panjang. Tulis paling banyak 2.000 huruf, atau kirim dalam dua pesan.")
MESSAGE_BEFORE_FILING = _("Permohonan ini belum diajukan. Pesan dapat dikirim setelah diajukan.")
MESSAGE_AFTER_THE_END = _(
    "Permohonan ini sudah selesai, jadi pesan baru tidak dapat dikirim. Pesan yang ada tetap dapat dibaca. "
    "Bila masih ada pertanyaan, hubungi kantor."
)
MESSAGES_WAITING = _("Sudah %(count)s pesan Anda yang belum dibaca petugas. Tunggu sampai dibaca, lalu tulis lagi.")
MESSAGE_CLAIMED_BY_OTHER = _(
    "Permohonan ini sedang dikerjakan petugas lain. Petugas itu yang menjawab pemohon; Anda dapat membaca pesannya."
)
ATTACHMENTS_TOO_MANY = _("Lampirkan paling banyak %(count)s berkas dalam satu pesan.")
ATTACHMENT_UNFIT = _("%(file)s: %(why)s")
NOT_OFFERED = _("Layanan ini tidak kami tawarkan lagi sejak %(day)s, jadi draf ini tidak dapat diajukan. %(reason)s")
GOES_ON_UNDER_ITS_RULES = _(
    "Layanan ini tidak ditawarkan lagi sejak %(day)s. %(reason)s Permohonan yang sudah diajukan tetap diputus menurut "
    "aturan pada hari pengajuannya."
)
NOT_GRANTED_ANY_MORE = _(
    "Versi layanan ini ditarik sejak %(day)s, juga untuk yang sudah diajukan, jadi tidak dapat dikabulkan. %(reason)s"
)
STOPPED_FOR_APPLICANT = _(
    "Layanan ini ditarik sejak %(day)s, juga untuk permohonan yang sudah diajukan. %(reason)s Petugas memberi tahu "
    "Anda apa yang dapat dilakukan; Anda juga dapat mencabut permohonan ini."
)
DECIDED_HERE = _("Layanan ini diputus di kantor ini, jadi tidak diserahkan.")
DECIDED_ELSEWHERE = _("Layanan ini tidak diputus di sini. Serahkan permohonannya.")
HAND_OVER_NOT_YET = _("Belum dapat diserahkan.")
NO_SUCH_WAY = _("Cara pengiriman ini tidak dipakai di kantor ini. Pilih yang lain.")
HAS_REFERENCE = _("Permohonan ini sudah punya nomor dari sana. Periksa nomornya.")
ALREADY_SENT = _("Paketnya sudah diterima di sana, jadi tidak dikirim lagi.")
REFERENCE_MISSING = _("Tulis nomor yang diberikan kepada permohonan ini di sana.")
REFERENCE_TOO_LONG = _("Nomor ini terlalu panjang. Periksa lagi.")
REFERENCE_OF_ANOTHER = _("Nomor ini milik permohonan lain. Tidak ada yang diubah; periksa nomornya.")
REFERENCE_DIFFERS = _("Nomor ini bukan nomor permohonan ini. Tidak ada yang diubah; periksa nomornya.")
VERDICT_MISSING = _("Pilih jawabannya: dikabulkan, ditolak, atau ada yang kurang.")
WHY_MISSING = _("Tulis alasannya dengan kalimat yang dipahami pemohon.")
FILE_MISSING = _("Unggah berkas yang kembali bersama jawaban ini (PDF).")
OBJECT_ELSEWHERE = _("Keputusan ini bukan dari kantor ini. Keberatan disampaikan kepada yang memutuskan.")
OBJECTED_ALREADY = _("Keberatan atas permohonan ini sudah dinilai.")
OBJECTION_TOO_LATE = _("Waktu untuk mengajukan keberatan berakhir pada %(day)s.")
OBJECTION_MISSING = _("Tulis mengapa Anda berkeberatan.")
OBJECTION_TOO_LONG = _("Keberatan terlalu panjang. Tulis paling banyak 4.000 huruf.")
OBJECTION_WITH = _("Keberatan ini dinilai oleh %(name)s.")
DUPLICATE_AFTER_OBJECTION = _(
    "Orang ini sudah mengajukan permohonan baru yang sama. Putuskan yang baru, atau minta pemohon mencabutnya dahulu."
)
VERDICTS: dict[str, Sentence] = {
    "granted": pgettext_lazy("verdict", "Dikabulkan"),
    "refused": pgettext_lazy("verdict", "Ditolak"),
    "more": pgettext_lazy("verdict", "Ada yang kurang"),
}
ADAPTERS: dict[str, Sentence] = {
    "manual": _("Petugas membawa paketnya sendiri"),
    "demo": _("Pusat contoh: menerima dan mengabulkan"),
    "failing_demo": _("Pusat contoh: baru berhasil pada percobaan kedua"),
    "refusing_demo": _("Pusat contoh: tidak menerima paket"),
}
PROBLEMS: dict[str, Sentence] = {
    "unreachable": _("Sistem di sana tidak dapat dihubungi."),
    "not_taken": _("Sistem di sana tidak menerima paket ini."),
    "by_hand": _("Paket ini dibawa petugas."),
}
"""Why a package could not be sent."""

ERRANDS: dict[str, Sentence] = {
    "bring": _("Unduh paketnya, bawa ke sana, lalu catat nomor yang diberikan."),
    "send_again": _("Paketnya tidak terkirim. Kirim lagi, atau bawa sendiri."),
    "ask_there": _("Jawabannya belum datang pada hari yang diharapkan. Tanyakan ke sana, atau ambil kembali."),
}
"""What an officer has to do about a case that is elsewhere, by `rules.errand_of`."""

VIEWED_PACKAGE = "handover_package"
VIEWED_ANSWER = "handover_answer"
VIEWED_CASE = "case"
VIEWED_DOCUMENT = "document"
VIEWED_LIST = "desk_list"
VIEWED_MESSAGES = "messages"
VIEWED_SEARCH = "desk_search"
PURPOSES: dict[str, Sentence] = {
    VIEWED_CASE: _("Memeriksa permohonan Anda"),
    VIEWED_DOCUMENT: _("Membuka sebuah berkas"),
    VIEWED_PACKAGE: _("Mengunduh paket untuk yang memutuskan"),
    VIEWED_ANSWER: _("Membuka berkas jawaban"),
    VIEWED_LIST: _("Melihat daftar permohonan; nama Anda ada di situ"),
    VIEWED_MESSAGES: _("Membaca pesan tentang permohonan Anda"),
    VIEWED_SEARCH: _("Mencari permohonan; nama Anda ada di antara yang ditemukan"),
    agencies.VIEWED_LIST: _("Melihat daftar pertanyaan kami; nama Anda ada di situ"),
    agencies.VIEWED_QUESTION: _("Membuka pertanyaan kami tentang Anda"),
}
"""Why somebody's file was read: the word of the entry → what the person reads."""

DEADLINES: dict[str, Sentence] = {
    "permit": _("Izin tinggal berakhir"),
    "passport": _("Paspor berakhir"),
    "window_opens": _("Hari pertama mengajukan perpanjangan"),
    "window_closes": _("Hari terakhir mengajukan perpanjangan"),
    "bill_code": _("Kode pembayaran berakhir"),
    "mend": _("Hari terakhir mengirim perbaikan"),
    "object": _("Hari terakhir mengajukan keberatan"),
    "draft": _("Draf berakhir bila tidak dilanjutkan"),
}
"""What happens on the day, by the deadline's kind."""
WHAT_THEN: dict[str, Sentence] = {
    "permit": _("Ajukan perpanjangan sebelum hari itu, atau tinggalkan Indonesia paling lambat hari itu."),
    "passport": _("Perpanjang paspor pada kedutaan negara Anda sebelum mengajukan yang lain: izin mengikuti paspor."),
    "window_opens": _("Siapkan berkasnya; sejak hari itu permohonan diterima."),
    "window_closes": _("Sesudah hari itu kami tidak dapat menerima perpanjangannya lagi."),
    "bill_code": _("Bayar sebelum waktunya habis, atau minta kode baru."),
    "mend": _("Sesudah hari itu permohonan berakhir dan harus diajukan lagi."),
    "object": _("Sesudah hari itu kami tidak dapat menerima keberatannya lagi."),
    "draft": _("Lanjutkan isiannya; setiap perubahan memperpanjang waktunya."),
}
"""What it means and what to do, by the deadline's kind."""
